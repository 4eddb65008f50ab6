package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Optimizers;
import dev.tributary.optim.UpdateRule;
import java.util.Optional;

/**
 * The {@code training} section of a job file, but for the loss, which belongs to the network.
 *
 * @param optimizer changes the weights
 * @param learningRate at which rate
 * @param clipping keeps gradients small
 * @param batchSize the most examples of a minibatch, of one worker; from 1 to 2²⁰
 * @param epochs how often each example is trained on, at least 1
 * @param earlyStopping when to end before the last epoch, if at all
 * @param seed decides all that is random
 */
public record TrainingConfig(
    Optimizer optimizer,
    LearningRateSchedule learningRate,
    GradientClipping clipping,
    int batchSize,
    int epochs,
    Optional<EarlyStopping> earlyStopping,
    long seed) {
  /** Reads the section; problems are noted in it. */
  public static TrainingConfig read(Section training) {
    return new TrainingConfig(
        Optimizers.read(training, "optimizer"),
        LearningRateSchedule.read(training, "learning-rate"),
        GradientClipping.read(training, "clipping"),
        training.integer("batch-size", Range.between(1, 1 << 20)),
        training.integer("epochs", Range.atLeast(1)),
        EarlyStopping.read(training),
        training.wholeNumber("seed"));
  }

  /** How a hidden block is pretrained. */
  TrainingConfig pretraining(Pretraining pretraining, long blockSeed) {
    return new TrainingConfig(
        optimizer,
        new LearningRateSchedule.Constant(pretraining.rate()),
        clipping,
        batchSize,
        pretraining.epochs(),
        Optional.empty(),
        blockSeed);
  }

  /** What a gradient does to the weights. */
  UpdateRule update() {
    return new UpdateRule(optimizer, clipping);
  }
}
