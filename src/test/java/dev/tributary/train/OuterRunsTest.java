package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Network;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The outer step in whole runs on Spark. */
class OuterRunsTest {
  private static final TrainingConfig CONFIG = AveragedRuns.config("learning-rate = 0.1", 4);

  /** The workers' rounds one after the other, and the paper's recursion in double between them. */
  @Test
  void momentumGoesOnFromRoundToRound() {
    double beta = 0.5;
    double alpha = 0.9;
    List<Shard> shards = Examples.shards(64, 32);
    ShardSet data = Examples.distributed(shards);
    SharedModel trained =
        new Trainer(
                Examples.spark(),
                new TrainerSetup(
                    CONFIG,
                    AveragedRuns.averaging(
                        "averaging { every = 2, outer { type = momentum, momentum = %s, rate = %s } }"
                            .formatted(beta, alpha)),
                    2),
                new StartingNetwork(AveragedRuns.network(), TargetKind.CLASS_INDEX),
                new TrainingData(data))
            .run(TrainingListener.SILENT, () -> false)
            .model();

    Network network = AveragedRuns.network();
    WorkerSetup setup = setup(network);
    float[] shared = network.parameters().initialize(CONFIG.seed());
    double[] x = new double[shared.length];
    double[] u = new double[shared.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = shared[i];
    }
    long rounds = 0;
    for (int epoch = 1; epoch <= CONFIG.epochs(); epoch++) {
      Deal deal = new Dealer(data, AveragedRuns.BATCH, CONFIG.seed()).epoch(epoch, rounds);
      while (deal.hasNext()) {
        Round round = deal.next(2, 2);
        double[] sum = new double[x.length];
        for (Segment segment : round.segments()) {
          SharedModel start = SharedModel.untrained(shared.clone(), new float[0], new float[0][]);
          Shard shard = shards.get(segment.partition());
          float[] weights = Worker.run(setup, start, round, segment, shard).weights;
          for (int i = 0; i < sum.length; i++) {
            sum[i] += (double) segment.examples() * weights[i] / round.examples();
          }
        }
        for (int i = 0; i < x.length; i++) {
          u[i] = beta * u[i] + sum[i] - x[i];
          x[i] += alpha * u[i];
          shared[i] = (float) x[i];
        }
        rounds++;
      }
    }
    assertThat(rounds).isEqualTo(16);
    for (int i = 0; i < x.length; i++) {
      assertThat((double) trained.weights[i]).isCloseTo(x[i], within(1e-5));
      assertThat((double) trained.outerState[0][i]).isCloseTo(u[i], within(1e-5));
    }
  }

  @Test
  void momentumOfNothingAtRateOneIsTheAverage() {
    float[] none = run("none", 2).weights;
    float[] nothing = run("{ type = momentum, momentum = 0, rate = 1 }", 2).weights;
    for (int i = 0; i < none.length; i++) {
      assertThat(nothing[i]).isCloseTo(none[i], within(1e-5f));
    }
    assertThat(run("nesterov", 2).weights).isNotEqualTo(none);
  }

  @Test
  void autoIsNoneForTwoWorkersAndMomentumForFour() {
    assertThat(Examples.bits(run("auto", 2).weights))
        .isEqualTo(Examples.bits(run("none", 2).weights));
    assertThat(Examples.bits(run("auto", 4).weights))
        .isEqualTo(Examples.bits(run("{ type = momentum, momentum = 0.2 }", 4).weights))
        .isNotEqualTo(Examples.bits(run("none", 4).weights));
  }

  @Test
  void theSharedModelSatisfiesTheConstraintAfterTheOuterStep() {
    for (int workers = 1; workers <= 2; workers++) {
      float[] weights = constrained("non_negative", workers);
      for (Slice slice : AveragedRuns.network().parameters().slices()) {
        boolean kernel = slice.name().endsWith("/kernel");
        for (int i = slice.offset(); kernel && i < slice.offset() + slice.length(); i++) {
          assertThat(weights[i]).isNotNegative();
        }
      }
      float[] unit = constrained("unit_norm", workers);
      for (int column = 0; column < 8; column++) {
        double square = 0;
        for (int row = 0; row < Examples.WIDTH; row++) {
          square += unit[row * 8 + column] * unit[row * 8 + column];
        }
        assertThat(Math.sqrt(square)).isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void whatIsUnfrozenStartsAnew() {
    SharedModel model =
        new SharedModel(
            new float[] {1, 2},
            new float[0],
            new float[][] {{3, 4}},
            9,
            9,
            1,
            new float[][] {{5, 6}});
    SharedModel fresh = model.withFreshState();
    assertThat(fresh.outerState).isEqualTo(new float[][] {{0, 0}});
    assertThat(fresh.optimizerState).isEqualTo(new float[][] {{0, 0}});
    assertThat(model.forWorkers().outerState).isEmpty();
    assertThat(model.withRateScale(0.5).outerState).isSameAs(model.outerState);
    assertThat(model.withStatistics(new float[0]).outerState).isSameAs(model.outerState);
  }

  private static SharedModel run(String outer, int workers) {
    return run(CONFIG, outer, workers);
  }

  private static SharedModel run(TrainingConfig config, String outer, int workers) {
    AveragingConfig averaging =
        AveragedRuns.averaging("averaging { every = 2, outer = %s }".formatted(outer));
    return AveragedRuns.run(config, averaging, workers, new ArrayList<>());
  }

  private static float[] constrained(String constraint, int workers) {
    TrainingConfig config =
        AveragedRuns.config("learning-rate = 0.1, constraint = " + constraint, 4);
    return run(config, "nesterov", workers).weights;
  }

  private static WorkerSetup setup(Network network) {
    NetworkSetup own =
        new NetworkSetup(
            "outer-test",
            network.spec(),
            network.input(),
            AveragedRuns.BATCH,
            1,
            TargetKind.CLASS_INDEX,
            Set.of());
    return new WorkerSetup(own, CONFIG.update(), CONFIG.learningRate(), Map.of(), CONFIG.seed());
  }
}
