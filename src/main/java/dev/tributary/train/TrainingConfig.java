package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Constraint;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Optimizers;
import dev.tributary.optim.Regularization;
import dev.tributary.optim.UpdateRule;
import java.util.List;
import java.util.Optional;

/**
 * The {@code training} section of a job file, but for the loss, which belongs to the network.
 *
 * @param update what a gradient does to the weights
 * @param learningRate at which rate
 * @param batchSize the most examples of a minibatch, of one worker; from 1 to 2²⁰
 * @param epochs how often each example is trained on, at least 1
 * @param earlyStopping when to end before the last epoch, if at all
 * @param statistics what the trained model's batch normalizations use
 * @param onDivergence what is done when training leaves the range of numbers
 * @param seed decides all that is random
 */
public record TrainingConfig(
    UpdateRule update,
    LearningRateSchedule learningRate,
    int batchSize,
    int epochs,
    Optional<EarlyStopping> earlyStopping,
    StatisticsPolicy statistics,
    DivergencePolicy onDivergence,
    long seed) {
  /** A run that ends where it diverges. */
  public TrainingConfig(
      UpdateRule update,
      LearningRateSchedule learningRate,
      int batchSize,
      int epochs,
      Optional<EarlyStopping> earlyStopping,
      StatisticsPolicy statistics,
      long seed) {
    this(
        update,
        learningRate,
        batchSize,
        epochs,
        earlyStopping,
        statistics,
        new DivergencePolicy.Fail(),
        seed);
  }

  /**
   * Reads the section; problems are noted in it.
   *
   * @param layers the names of the network's layers; empty where they aren't known
   */
  public static TrainingConfig read(Section training, List<String> layers) {
    Optimizer optimizer = Optimizers.read(training, "optimizer");
    return new TrainingConfig(
        new UpdateRule(
            optimizer,
            GradientClipping.read(training, "clipping"),
            Regularization.read(training, "regularization", layers),
            Constraint.read(training, "constraint", layers)),
        LearningRateSchedule.read(training, "learning-rate", optimizer),
        training.integer("batch-size", Range.between(1, 1 << 20)),
        training.integer("epochs", Range.atLeast(1)),
        EarlyStopping.read(training),
        training.flag("recompute-statistics", false)
            ? StatisticsPolicy.RECOMPUTED
            : StatisticsPolicy.MOVING,
        DivergencePolicy.read(training, "on-divergence"),
        training.wholeNumber("seed"));
  }

  /** How a hidden block is pretrained; regularization and constraint wait for the whole network. */
  TrainingConfig pretraining(Pretraining pretraining, long blockSeed) {
    return new TrainingConfig(
        UpdateRule.of(optimizer(), clipping()),
        new LearningRateSchedule.Constant(pretraining.rate()),
        batchSize,
        pretraining.epochs(),
        Optional.empty(),
        StatisticsPolicy.MOVING,
        onDivergence,
        blockSeed);
  }

  /**
   * Notes a problem of each metric that is watched and that the job won't have.
   *
   * @param training the section to note it in
   * @param loss the name of the job's loss, which decides the metrics
   * @param targets what the job compares the outputs with
   * @param validated whether the job has validation data
   */
  void checkMetrics(Section training, String loss, TargetKind targets, boolean validated) {
    EvaluationSums.Kind kind = EvaluationSums.kind(loss, targets);
    earlyStopping.ifPresent(
        rule -> rule.monitor().check(training, "early-stopping", loss, kind, validated));
    learningRate
        .plateau()
        .map(rule -> new MonitoredMetric(rule.monitor()))
        .ifPresent(metric -> metric.check(training, "learning-rate", loss, kind, validated));
  }

  /** Changes the weights. */
  public Optimizer optimizer() {
    return update.optimizer();
  }

  /** Keeps gradients small. */
  public GradientClipping clipping() {
    return update.clipping();
  }
}
