package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.JobFile;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.ClippingSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a job says of rates, clipping, penalties and constraints, in whole runs on Spark. */
class RateAndRulesTest {
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 8, activation = elu}, {type = dense, units = 3, activation ="
              + " softmax}");

  @Test
  void theSharedModelOfTwoWorkersSatisfiesTheConstraint() {
    for (double norm : norms(run("constraint = unit_norm", 2).model().weights())) {
      assertThat(norm).isCloseTo(1, within(1e-6));
    }
    List<Double> limited =
        norms(run("constraint { type = max_norm, limit = 0.7 }", 2).model().weights());
    assertThat(limited).allSatisfy(norm -> assertThat(norm).isLessThan(0.7 + 1e-6));
    assertThat(limited).anySatisfy(norm -> assertThat(norm).isGreaterThan(0.69));
    assertThat(norms(run("", 2).model().weights()))
        .as("without a constraint")
        .anySatisfy(norm -> assertThat(norm).isGreaterThan(1.01));
    float[] weights = run("constraint = non_negative", 2).model().weights();
    for (Slice slice : network().parameters().slices()) {
      boolean kernel = slice.name().endsWith("/kernel");
      for (int i = slice.offset(); kernel && i < slice.offset() + slice.length(); i++) {
        assertThat(weights[i]).isNotNegative();
      }
    }
  }

  @Test
  void weightsAreSmallerWithAPenaltyOrDecay() {
    double plain = kernelSquares(run("", 2).model().weights());
    for (String rule : List.of("l1 = 0.05", "l2 = 0.05", "weight-decay = 0.5")) {
      double smaller = kernelSquares(run("regularization { " + rule + " }", 2).model().weights());
      assertThat(smaller).as(rule).isLessThan(0.9 * plain);
    }
  }

  /** A schedule whose every step has a rate of its own sees no difference. */
  @Test
  void rateAndMomentumDontDependOnWhereRoundsAreCut() {
    for (String schedule :
        List.of(
            "exponential, value = 0.2, steps = 20",
            "one_cycle, maximum = 0.3, steps = 30",
            "cosine, value = 0.2, steps = 25, warmup-steps = 7")) {
      String text = "learning-rate { schedule = " + schedule + " }";
      float[] often = run(text, 1, 1, new ArrayList<>()).model().weights();
      float[] seldom = run(text, 1, 5, new ArrayList<>()).model().weights();
      assertThat(Examples.bits(often)).as(schedule).isEqualTo(Examples.bits(seldom));
    }
  }

  @Test
  void theRateFallsWhereNothingImproves() {
    List<EpochResult> epochs = new ArrayList<>();
    run(
        "learning-rate { schedule = reduce_on_plateau, value = 0.1, factor = 0.5, patience = 1,"
            + " minimum-change = 1000, minimum = 0.03 }",
        2,
        2,
        epochs);
    assertThat(epochs.stream().map(EpochResult::learningRate))
        .containsExactly(0.1, 0.1, 0.05, 0.03, 0.03);
  }

  @Test
  void tellsWhatClippingDid() {
    List<EpochResult> epochs = new ArrayList<>();
    ClippingSummary free =
        run("clipping { type = global_norm, limit = 1e9 }", 2).clipping().orElseThrow();
    assertThat(free.share()).isZero();
    TrainingOutcome some =
        run("clipping { type = global_norm, limit = %s }".formatted(free.meanNorm()), 2, 2, epochs);
    ClippingSummary whole = some.clipping().orElseThrow();
    assertThat(whole.share()).isStrictlyBetween(0.0, 1.0);
    assertThat(whole.meanNorm()).isStrictlyBetween(0.0, whole.largestNorm());
    // Every epoch has as many steps.
    assertThat(epochs.stream().mapToDouble(each -> each.clipping().orElseThrow().share()).average())
        .hasValueCloseTo(whole.share(), within(1e-12));
    assertThat(epochs.stream().mapToDouble(each -> each.clipping().get().largestNorm()).max())
        .hasValue(whole.largestNorm());
    assertThat(run("clipping { type = value, limit = 1e-9 }", 2).clipping().orElseThrow().share())
        .isEqualTo(1);
    assertThat(run("clipping = none", 2).clipping()).isEmpty();
  }

  @Test
  void frozenLayersKeepTheirWeights() {
    TrainingConfig config =
        config("regularization { l2 = 0.1, weight-decay = 0.1 }, constraint = unit_norm");
    NetworkSetup frozen =
        new NetworkSetup(
            "rules-test",
            SPEC,
            Shape.of(Examples.WIDTH),
            16,
            1,
            TargetKind.CLASS_INDEX,
            Set.of("dense_1"));
    WorkerSetup setup =
        new WorkerSetup(frozen, config.update(), config.learningRate(), Map.of(), config.seed());
    Network network = network();
    float[] start = network.parameters().initialize(config.seed());
    Segment segment = new Segment(0, 0, 0, 80);
    float[] weights =
        Worker.run(
                setup,
                SharedModel.untrained(
                    start, new float[0], config.optimizer().newState(start.length)),
                new Round(1, 1, List.of(segment)),
                segment,
                Examples.shards(80).get(0))
            .weights;
    for (Slice slice : network.parameters().slices()) {
      boolean kept = slice.layer().equals("dense_1");
      int i = slice.offset();
      assertThat(weights[i] == start[i]).as(slice.name()).isEqualTo(kept);
    }
    float[] projected = weights.clone();
    setup.projection(network.parameters()).applyToAverage(projected);
    assertThat(projected[0]).as("nor does the driver").isEqualTo(start[0]);
  }

  private static TrainingOutcome run(String training, int workers) {
    return run(training, workers, 2, new ArrayList<>());
  }

  private static TrainingOutcome run(
      String training, int workers, int every, List<EpochResult> epochs) {
    ShardSet all = Examples.distributed(Examples.shards(80, 80, 40));
    return new Trainer(
            Examples.spark(),
            new TrainerSetup(
                config(training),
                new AveragingConfig(OptionalInt.of(workers), every, OptimizerStatePolicy.AVERAGE),
                workers),
            new StartingNetwork(network(), TargetKind.CLASS_INDEX),
            new TrainingData(
                new ShardSet(all.rdd(), List.of(0, 1), List.of(80, 80)),
                new ShardSet(all.rdd(), List.of(2), List.of(40))))
        .run(recorder(epochs), () -> false);
  }

  private static TrainingConfig config(String training) {
    String text = "training { batch-size = 16, epochs = 5, seed = 11 }\ntraining { %s }";
    return JobFile.parse("job", text.formatted(training), List.of("training.loss=mse"))
        .read(
            root -> {
              var section = root.section("training");
              section.string("loss");
              return TrainingConfig.read(section, List.of("dense_1", "dense_2"));
            });
  }

  private static Network network() {
    return new Network(SPEC, Shape.of(Examples.WIDTH), 1);
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

  /** Of each unit of each kernel. */
  private static List<Double> norms(float[] weights) {
    List<Double> norms = new ArrayList<>();
    for (Slice slice : network().parameters().slices()) {
      if (!slice.name().endsWith("/kernel")) {
        continue;
      }
      int units = slice.spec().shape().dimensions().get(1);
      for (int unit = 0; unit < units; unit++) {
        double sum = 0;
        for (int i = unit; i < slice.length(); i += units) {
          sum += Math.pow(weights[slice.offset() + i], 2);
        }
        norms.add(Math.sqrt(sum));
      }
    }
    return norms;
  }

  private static double kernelSquares(float[] weights) {
    return norms(weights).stream().mapToDouble(norm -> norm * norm).sum();
  }
}
