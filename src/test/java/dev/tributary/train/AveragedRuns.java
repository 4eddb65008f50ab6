package dev.tributary.train;

import dev.tributary.config.JobFile;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.util.List;

/** Runs on Spark over unequal shards, as job files describe them. */
final class AveragedRuns {
  static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 8, activation = elu}, {type = dense, units = 3, activation ="
              + " softmax}");
  static final int BATCH = 8;

  private AveragedRuns() {}

  static Network network() {
    return new Network(SPEC, Shape.of(Examples.WIDTH), BATCH);
  }

  static TrainingConfig config(String training, int epochs) {
    String text =
        "training { optimizer = sgd, batch-size = %d, epochs = %d, seed = 11, loss = mse }\n"
            + "training { %s }";
    return JobFile.parse("job", text.formatted(BATCH, epochs, training), List.of())
        .read(
            root -> {
              var section = root.section("training");
              section.string("loss");
              return TrainingConfig.read(section, List.of("dense_1", "dense_2"));
            });
  }

  static AveragingConfig averaging(String text) {
    return JobFile.parse("job", text, List.of())
        .read(root -> AveragingConfig.read(root.section("averaging")));
  }

  /** Over 271 examples in four shards. */
  static SharedModel run(
      TrainingConfig config, AveragingConfig averaging, int workers, List<EpochResult> epochs) {
    return trainer(config, averaging, workers).run(recorder(epochs), () -> false).model();
  }

  static Trainer trainer(TrainingConfig config, AveragingConfig averaging, int workers) {
    return new Trainer(
        Examples.spark(),
        new TrainerSetup(config, averaging, workers),
        new StartingNetwork(network(), TargetKind.CLASS_INDEX),
        new TrainingData(Examples.distributed(Examples.shards(80, 120, 1, 70))));
  }

  private static TrainingListener recorder(List<EpochResult> epochs) {
    return new TrainingListener() {
      @Override
      public void epochStarted(int epoch, long examples) {}

      @Override
      public void roundFinished(FinishedRound round) {}

      @Override
      public void epochFinished(EpochResult result) {
        epochs.add(result);
      }
    };
  }
}
