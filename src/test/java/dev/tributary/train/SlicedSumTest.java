package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.Parcel;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.TargetKind;
import dev.tributary.train.RoundCost.Road;
import java.util.Map;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The long road of a round's sum, held against the short one. */
class SlicedSumTest {
  private static final TrainingConfig CONFIG =
      AveragedRuns.config(
          "optimizer = adam, learning-rate { schedule = constant, value = 0.01 }", 2);
  private static final ShardSet SHARDS =
      Examples.distributed(Examples.shards(80, 120, 1, 70, 33, 33));

  /** Slices that divide the vectors, that don't, of one number, and longer than a vector. */
  @ParameterizedTest
  @CsvSource({
    "1, FLOAT32",
    "2, FLOAT32",
    "7, FLOAT32",
    "1048576, FLOAT32",
    "1, INT8",
    "7, INT8",
    "1048576, INT8",
    "7, BFLOAT16",
  })
  void averagesWithTheSameBits(int sliceLength, Wire wire) {
    SharedModel model = SharedModel.initial(AveragedRuns.network(), ReusedLayers.none(), 2, 11);
    Round round = new Dealer(SHARDS, AveragedRuns.BATCH, 11).epoch(1, 0).next(3, 4);
    assertThat(round.segments()).hasSize(4);
    // Not in the order of the workers.
    assertThat(round.segments().stream().map(Segment::partition).sorted().toList())
        .isNotEqualTo(round.segments().stream().map(Segment::partition).toList());
    Broadcast<SharedModel> broadcast = Examples.spark().broadcast(model);
    RoundTask task =
        new RoundTask(Examples.spark().broadcast(new Parcel<>(setup())), round, broadcast, wire);
    RoundResults whole =
        RoundResults.of(
            task.on(
                SHARDS,
                round.segments().stream().map(Segment::partition).toList(),
                SentResult.class));
    Averages expected = whole.averages();

    int length = model.weights.length;
    RoundResults sliced = new SlicedSum(length, 3, sliceLength).of(task, SHARDS, round);
    Averages averages = sliced.averages();
    assertThat(Examples.bits(averages.weights)).isEqualTo(Examples.bits(expected.weights));
    assertThat(averages.optimizerState).hasDimensions(2, length);
    for (int s = 0; s < 2; s++) {
      assertThat(Examples.bits(averages.optimizerState[s]))
          .isEqualTo(Examples.bits(expected.optimizerState[s]));
    }
    for (int w = 0; w < 4; w++) {
      WorkerResult worker = sliced.workers().get(w);
      WorkerResult other = whole.workers().get(w);
      assertThat(worker.worker).isEqualTo(other.worker).isEqualTo(w);
      assertThat(worker.examples).isEqualTo(other.examples);
      assertThat(worker.lossSum).isEqualTo(other.lossSum);
      assertThat(Examples.bits(worker.statistics)).isEqualTo(Examples.bits(other.statistics));
      assertThat(worker.weights).as("vectors don't go with it").isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "average, 1, float32",
    "average, 3, float32",
    "reset, 3, float32",
    "average, 3, bfloat16",
    "average, 1, int8",
    "average, 3, int8",
    "reset, 3, int8"
  })
  void aRunEndsWithTheSameBits(String state, int workers, String wire) {
    String averaging =
        "averaging { every = 2, optimizer-state = %s, outer = nesterov, sum = %s, wire = %s }";
    SharedModel shortRoad = run(averaging.formatted(state, "driver", wire), workers);
    SharedModel longRoad = run(averaging.formatted(state, "executors", wire), workers);
    assertThat(Examples.bits(longRoad.weights)).isEqualTo(Examples.bits(shortRoad.weights));
    assertThat(Examples.bits(longRoad.statistics)).isEqualTo(Examples.bits(shortRoad.statistics));
    assertThat(longRoad.optimizerState.length).isEqualTo(state.equals("average") ? 2 : 0);
    for (int s = 0; s < longRoad.optimizerState.length; s++) {
      assertThat(Examples.bits(longRoad.optimizerState[s]))
          .isEqualTo(Examples.bits(shortRoad.optimizerState[s]));
    }
    assertThat(longRoad.steps).isEqualTo(shortRoad.steps);
  }

  private static SharedModel run(String averaging, int workers) {
    return AveragedRuns.trainer(CONFIG, AveragedRuns.averaging(averaging), workers)
        .run(TrainingListener.SILENT, () -> false)
        .model();
  }

  @Test
  void leavesNoShuffleBehind() throws InterruptedException {
    var tracker = org.apache.spark.SparkEnv.get().mapOutputTracker();
    Set<Integer> before = shuffles(tracker);
    run("averaging { every = 2, sum = executors }", 3);
    // They are removed in the background.
    for (int i = 0; i < 100 && !shuffles(tracker).equals(before); i++) {
      Thread.sleep(100);
    }
    assertThat(shuffles(tracker)).isEqualTo(before);
  }

  private static Set<Integer> shuffles(org.apache.spark.MapOutputTracker tracker) {
    Map<Object, ?> statuses =
        scala.collection.JavaConverters.mapAsJavaMapConverter(
                ((org.apache.spark.MapOutputTrackerMaster) tracker).shuffleStatuses())
            .asJava();
    return statuses.keySet().stream()
        .map(Integer.class::cast)
        .collect(java.util.stream.Collectors.toSet());
  }

  @Test
  void suitsTheSizeUnlessToldOtherwise() {
    AveragingConfig auto = AveragedRuns.averaging("");
    long mebi = 1 << 20;
    assertThat(auto.road(2, 31 * mebi)).isEqualTo(Road.DRIVER);
    assertThat(auto.road(2, 32 * mebi)).isEqualTo(Road.EXECUTORS);
    assertThat(auto.road(64, mebi)).isEqualTo(Road.EXECUTORS);
    assertThat(auto.road(1, 1000 * mebi)).as("nothing to sum").isEqualTo(Road.DRIVER);
    assertThat(AveragedRuns.averaging("averaging.sum = driver").road(64, mebi))
        .isEqualTo(Road.DRIVER);
    assertThat(AveragedRuns.averaging("averaging.sum = executors").road(1, 4))
        .isEqualTo(Road.EXECUTORS);
  }

  private static WorkerSetup setup() {
    return new WorkerSetup(
        new NetworkSetup(
            "sliced",
            AveragedRuns.network().spec(),
            AveragedRuns.network().input(),
            AveragedRuns.BATCH,
            1,
            TargetKind.CLASS_INDEX,
            Set.of()),
        CONFIG.update(),
        CONFIG.learningRate(),
        Map.of(),
        11);
  }
}
