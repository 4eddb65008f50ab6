package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Network;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Adam;
import dev.tributary.optim.Sgd;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What workers send, and what becomes of it. */
class WireTest {
  private static final int WORKERS = 3;

  @Test
  void bytesAreThoseOfTheCodes() {
    assertThat(Wire.FLOAT32.bytes(10_000, 2)).isEqualTo(3 * 40_000);
    assertThat(Wire.BFLOAT16.bytes(10_000, 2)).isEqualTo(3 * 20_000);
    // Ten blocks of 1,024, each with a scale of 4 bytes.
    assertThat(Wire.INT8.bytes(10_000, 2)).isEqualTo(10_000 + 10 * 4 + 2 * 20_000);
    assertThat(Wire.INT8.bytes(1024, 0)).isEqualTo(1024 + 4);
    assertThat(Wire.INT8.bytes(1025, 0)).isEqualTo(1025 + 8);
  }

  /** The same from the same place, whoever computes it when; another anywhere else. */
  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT8"})
  void roundingIsAFunctionOfSeedRoundAndWorker(Wire wire) {
    float[] own = new float[3000];
    for (int i = 0; i < own.length; i++) {
      own[i] = (float) Math.sin(i) / 7;
    }
    float[] shared = new float[own.length];
    float[] first = wire.weights(own, shared, RandomSeeds.rounding(1, 2, 3)).values();
    float[] again = wire.weights(own, shared, RandomSeeds.rounding(1, 2, 3)).values();
    assertThat(Examples.bits(again)).isEqualTo(Examples.bits(first));
    for (long other :
        new long[] {
          RandomSeeds.rounding(0, 2, 3),
          RandomSeeds.rounding(1, 1, 3),
          RandomSeeds.rounding(1, 2, 2)
        }) {
      float[] differently = wire.weights(own, shared, other).values();
      int same = 0;
      for (int i = 0; i < own.length; i++) {
        same += differently[i] == first[i] ? 1 : 0;
      }
      // A third of draws of evenly spread numbers differ: 2 p (1 − p) on average.
      assertThat(same).isBetween(own.length / 2, own.length * 4 / 5);
    }
  }

  @Test
  void whatNobodyMovedKeepsItsBits() {
    float[] odd = {-0f, 0.1f, Float.MIN_VALUE, -Float.MAX_VALUE, 1e-30f, 3f};
    for (Wire wire : Wire.values()) {
      float[][] sent = new float[WORKERS][];
      double[] examples = new double[WORKERS];
      for (int worker = 0; worker < WORKERS; worker++) {
        sent[worker] = wire.weights(odd, odd, worker).values();
        examples[worker] = 1 + worker;
      }
      float[] average = WeightedAverage.of(sent, examples);
      assertThat(Examples.bits(wire.reached(odd, average))).isEqualTo(Examples.bits(odd));
    }
  }

  @ParameterizedTest
  @CsvSource({"bfloat16", "int8"})
  void aCodedRunEndsNearThePlainOne(String wire) {
    SharedModel plain = run("averaging { every = 2 }", 3);
    SharedModel coded = run("averaging { every = 2, wire = " + wire + " }", 3);
    double off = 0;
    double size = 0;
    SharedModel start = initial();
    for (int i = 0; i < plain.weights.length; i++) {
      off += Math.pow(coded.weights[i] - plain.weights[i], 2);
      size += Math.pow(plain.weights[i] - start.weights[i], 2);
    }
    assertThat(Math.sqrt(off / size)).as("of what was learned").isBetween(1e-6, 0.02);
  }

  private static SharedModel initial() {
    return SharedModel.initial(AveragedRuns.network(), ReusedLayers.none(), 0, 11);
  }

  /** On the road to the driver a task's result is what travels, in the shuffle what it writes. */
  @ParameterizedTest
  @CsvSource({
    "driver, float32, average",
    "driver, bfloat16, average",
    "driver, int8, average",
    "driver, float32, reset",
    "driver, int8, reset",
    "executors, float32, average",
    "executors, int8, average",
    "executors, int8, reset"
  })
  void sparkSendsAsManyBytesAsPredicted(String sum, String wire, String state) throws Exception {
    AveragingConfig averaging =
        AveragedRuns.averaging(
            "averaging { every = 100, sum = %s, wire = %s, optimizer-state = %s }"
                .formatted(sum, wire, state));
    TrainingConfig config = AveragedRuns.config("optimizer = adam", 1);
    Network network = WideExamples.network();
    long predicted = RoundBytes.of(network, config.optimizer(), averaging).result();
    AtomicLong sent = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd ended) {
            long written = ended.taskMetrics().shuffleWriteMetrics().bytesWritten();
            boolean slices = ended.taskMetrics().shuffleReadMetrics().recordsRead() > 0;
            sent.addAndGet(
                sum.equals("driver") ? ended.taskMetrics().resultSize() : slices ? 0 : written);
          }
        };
    SparkContext context = Examples.spark().sc();
    context.addSparkListener(listener);
    try {
      WideExamples.trainer(network, config, averaging, WORKERS)
          .run(TrainingListener.SILENT, () -> false);
      context.listenerBus().waitUntilEmpty();
    } finally {
      context.removeSparkListener(listener);
    }
    double measured = (double) sent.get() / WideExamples.RESULTS;
    // Java's streams add 5 bytes to each 1,024; some kilobytes are the rest of a result, and what
    // Spark tells of a task. A shuffle compresses.
    assertThat(measured)
        .as("%s %s %s", sum, wire, state)
        .isBetween((sum.equals("driver") ? 1 : 0.6) * predicted, 1.01 * predicted + 5_000);
  }

  @Test
  void theRoadGoesByTheBytesThatTravel() {
    Network network = WideExamples.network();
    AveragingConfig plain = AveragedRuns.averaging("");
    AveragingConfig small =
        AveragedRuns.averaging("averaging { wire = int8, optimizer-state = reset }");
    long parameters = network.parameters().size();
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    assertThat(RoundBytes.of(network, adam, plain))
        .isEqualTo(bytes(12 * parameters, 12 * parameters));
    assertThat(RoundBytes.of(network, adam, small))
        .isEqualTo(bytes(4 * parameters, parameters + 4 * ((parameters + 1023) / 1024)));
    assertThat(RoundBytes.of(network, new Sgd(), plain))
        .isEqualTo(bytes(4 * parameters, 4 * parameters));
  }

  private static RoundBytes bytes(long shared, long result) {
    return new RoundBytes(shared, result);
  }

  @ParameterizedTest
  @CsvSource({"bfloat16, driver", "int8, driver", "int8, executors"})
  void aRunThatDivergesSaysWhere(String wire, String sum) {
    String averaging = "averaging { every = 1, wire = %s, sum = %s }".formatted(wire, sum);
    // A single step at this rate leaves the finite numbers, after the last loss that is one.
    TrainingConfig config =
        AveragedRuns.config(
            "learning-rate { schedule = constant, value = 1e38 }, regularization.l2 = 1e20", 1);
    assertThatThrownBy(
            () ->
                AveragedRuns.trainer(config, AveragedRuns.averaging(averaging), 2)
                    .run(TrainingListener.SILENT, () -> false))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("round 1: a weight of dense_1/kernel is not a finite number");
  }

  /** Not the layer below, whose last numbers share a block with it. */
  @ParameterizedTest
  @EnumSource(Wire.class)
  void aNumberThatIsNotFiniteIsFoundWhereItIs(Wire wire) {
    SharedModel shared = initial();
    float[] broken = shared.weights.clone();
    Slice slice = AveragedRuns.network().parameters().slices().get(2);
    assertThat(slice.name()).isEqualTo("dense_2/kernel");
    broken[slice.offset() + 1] = Float.POSITIVE_INFINITY;
    float[] next = wire.reached(shared.weights, wire.weights(broken, shared.weights, 1).values());
    for (int i = 0; i < next.length; i++) {
      assertThat(Float.isFinite(next[i])).isEqualTo(i != slice.offset() + 1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BFLOAT16", "INT8"})
  void aConstraintHoldsOfTheSharedModel(Wire wire) {
    TrainingConfig config = AveragedRuns.config("constraint = unit_norm", 1);
    String averaging =
        "averaging { every = 2, wire = " + wire.name().toLowerCase(Locale.ROOT) + " }";
    for (int workers : new int[] {1, 2}) {
      float[] weights =
          AveragedRuns.trainer(config, AveragedRuns.averaging(averaging), workers)
              .run(TrainingListener.SILENT, () -> false)
              .model()
              .weights;
      int units = 8;
      for (int unit = 0; unit < units; unit++) {
        double square = 0;
        for (int row = 0; row < Examples.WIDTH; row++) {
          square += Math.pow(weights[row * units + unit], 2);
        }
        assertThat(Math.sqrt(square)).isCloseTo(1, within(1e-6));
      }
    }
  }

  private static SharedModel run(String averaging, int workers) {
    TrainingConfig config = AveragedRuns.config("optimizer = adam", 2);
    return AveragedRuns.trainer(config, AveragedRuns.averaging(averaging), workers)
        .run(TrainingListener.SILENT, () -> false)
        .model();
  }

  /** A network of 200,000 weights on little data. */
  private static final class WideExamples {
    /** Of three workers in an epoch of four shards. */
    private static final int RESULTS = 4;

    static Network network() {
      return new Network(
          Examples.network(
              "{type = dense, units = 20000, activation = elu}, {type = dense, units = 3, activation"
                  + " = softmax}"),
          Shape.of(Examples.WIDTH),
          AveragedRuns.BATCH);
    }

    static Trainer trainer(
        Network network, TrainingConfig config, AveragingConfig averaging, int workers) {
      return new Trainer(
          Examples.spark(),
          new TrainerSetup(config, averaging, workers),
          new StartingNetwork(network, TargetKind.CLASS_INDEX),
          new TrainingData(Examples.distributed(Examples.shards(8, 12, 1, 7))));
    }
  }
}
