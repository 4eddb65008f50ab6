package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.data.ShardSet;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.Safetensors;
import dev.tributary.model.Tensor;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Adam;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.ReduceOnPlateau;
import dev.tributary.optim.UpdateRule;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that stopped and went on is one that never stopped, bit for bit. */
class ResumeTest {
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 16}, batch_normalization, {type = activation, function = elu},"
              + " {type = dropout, rate = 0.3}, {type = dense, units = 3, activation = softmax}");
  private static final int EPOCHS = 12;

  /** Keeps the last state as bytes. */
  private static final class Kept implements Checkpointing {
    private byte[] last;
    private final List<Long> rounds = new ArrayList<>();

    @Override
    public Optional<RunState> start() {
      return Optional.ofNullable(last).map(StateBytes::read);
    }

    @Override
    public void reached(RunState state) {
      rounds.add(state.rounds());
    }

    @Override
    public void ended(RunState state) {
      last = StateBytes.of(state);
    }
  }

  /** What a run told, but for times, and where it ended. */
  private static final class Story implements TrainingListener {
    private final List<String> epochs = new ArrayList<>();
    private TrainingOutcome outcome;

    @Override
    public void epochStarted(int epoch, long examples) {}

    @Override
    public void roundFinished(FinishedRound round) {}

    @Override
    public void epochFinished(EpochResult result) {
      epochs.add(
          "%d %d %d %s %s %s %s"
              .formatted(
                  result.epoch(),
                  result.rounds(),
                  result.examples(),
                  result.loss(),
                  result.validation().orElseThrow().values(),
                  result.clipping().orElseThrow(),
                  result.learningRate()));
    }

    Story run(Checkpointing checkpointing, TrainingConfig config, BooleanSupplier interrupted) {
      outcome = trainer(config).run(this, interrupted, checkpointing);
      return this;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 7, 20, 30, 40})
  void goesOnFromAnyRoundWithTheSameBits(int stop) {
    Story whole = new Story().run(Checkpointing.NONE, config(EPOCHS), () -> false);
    // So that the stops lie on both sides of a lowered rate and of the best epoch.
    assertThat(whole.outcome.ending()).isEqualTo(Ending.STOPPED_EARLY);
    assertThat(whole.outcome.rounds()).isGreaterThan(40);

    Kept kept = new Kept();
    Story parts = new Story();
    int[] asked = {0};
    parts.run(kept, config(EPOCHS), () -> asked[0]++ == stop);
    assertThat(parts.outcome.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(parts.outcome.rounds()).isEqualTo(stop);
    parts.run(kept, config(EPOCHS), () -> false);
    assertSame(parts, whole);
  }

  @Test
  void goesOnAfterAStopInEachRound() {
    Story whole = new Story().run(Checkpointing.NONE, config(EPOCHS), () -> false);
    Kept kept = new Kept();
    Story parts = new Story();
    int runs = 0;
    do {
      int[] asked = {0};
      parts.run(kept, config(EPOCHS), () -> asked[0]++ == 1);
      runs++;
    } while (parts.outcome.ending() == Ending.INTERRUPTED);
    assertThat(runs).isGreaterThan(40);
    assertSame(parts, whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float32", "bfloat16", "int8"})
  void goesOnWhereRoundsGrowAndTheOuterStepRemembers(String wire) {
    AveragingConfig averaging =
        AveragedRuns.averaging(
            "averaging { every { schedule = qsr, base = 1, alpha = 0.1 }, outer = nesterov }\n"
                + "averaging.wire = "
                + wire);
    TrainingConfig config =
        AveragedRuns.config("learning-rate { schedule = power, value = 0.1, steps = 10 }", 3);
    TrainingOutcome whole =
        AveragedRuns.trainer(config, averaging, 2).run(TrainingListener.SILENT, () -> false);
    assertThat(whole.rounds()).as("with every = 1 there are more").isBetween(12L, 45L);
    Kept kept = new Kept();
    TrainingOutcome part;
    do {
      int[] asked = {0};
      part =
          AveragedRuns.trainer(config, averaging, 2)
              .run(TrainingListener.SILENT, () -> asked[0]++ == 1, kept);
    } while (part.ending() == Ending.INTERRUPTED);
    assertThat(part.rounds()).isEqualTo(whole.rounds());
    assertThat(part.examples()).isEqualTo(whole.examples());
    assertThat(Examples.bits(part.model().weights)).isEqualTo(Examples.bits(whole.model().weights));
    assertThat(Examples.bits(part.model().outerState[0]))
        .isEqualTo(Examples.bits(whole.model().outerState[0]));
  }

  @Test
  void goesOnToMoreEpochs() {
    Story whole = new Story().run(Checkpointing.NONE, config(EPOCHS), () -> false);
    Kept kept = new Kept();
    Story parts = new Story().run(kept, config(2), () -> false);
    assertThat(parts.outcome.ending()).isEqualTo(Ending.FINISHED);
    parts.run(kept, config(EPOCHS), () -> false);
    assertSame(parts, whole);
  }

  @Test
  void hasNothingLeftToDoWhereItEnded() {
    Kept kept = new Kept();
    Story whole = new Story().run(kept, config(EPOCHS), () -> false);
    Story again = new Story();
    again.run(kept, config(EPOCHS), () -> false);
    assertThat(again.epochs).isEmpty();
    again.epochs.addAll(whole.epochs);
    assertSame(again, whole);
  }

  @Test
  void isToldOfEachRoundAndEachEpoch() {
    Kept kept = new Kept();
    new Story().run(kept, config(2), () -> false);
    assertThat(kept.rounds)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 12L);
  }

  @Test
  void refusesAnotherNetworksState() {
    SharedModel other = SharedModel.untrained(new float[3], new float[1], new float[0][]);
    Checkpointing wrong =
        new Checkpointing() {
          @Override
          public Optional<RunState> start() {
            return Optional.of(RunState.initial(other));
          }

          @Override
          public void reached(RunState state) {}

          @Override
          public void ended(RunState state) {}
        };
    assertThatThrownBy(() -> new Story().run(wrong, config(1), () -> false))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(
            "is of another network: it has 3 weights, 1 statistics, 0 vectors of the optimizer");
  }

  @Test
  void refusesAStateThatLacksSomething() {
    Kept kept = new Kept();
    new Story().run(kept, config(1), () -> false);
    Safetensors.Contents sound = StateBytes.read(kept.last).contents();
    for (String key : sound.metadata().keySet()) {
      Map<String, String> texts = new HashMap<>(sound.metadata());
      texts.remove(key);
      // Without its first text an evaluation isn't there at all, which is nothing wrong.
      if (!key.endsWith("validation.loss") && !key.equals("best.is-last")) {
        assertThatThrownBy(() -> RunState.of(new Safetensors.Contents(sound.tensors(), texts)))
            .as(key)
            .isInstanceOf(InvalidModelException.class);
      }
    }
    for (Tensor tensor : sound.tensors()) {
      List<Tensor> others = new ArrayList<>(sound.tensors());
      others.remove(tensor);
      assertThatThrownBy(() -> RunState.of(new Safetensors.Contents(others, sound.metadata())))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining(tensor.name());
    }
  }

  private static void assertSame(Story parts, Story whole) {
    assertThat(parts.epochs).isEqualTo(whole.epochs);
    TrainingOutcome ended = parts.outcome;
    TrainingOutcome expected = whole.outcome;
    assertThat(Examples.bits(ended.model().weights))
        .isEqualTo(Examples.bits(expected.model().weights));
    assertThat(Examples.bits(ended.model().statistics))
        .isEqualTo(Examples.bits(expected.model().statistics));
    assertThat(ended.ending()).isEqualTo(expected.ending());
    assertThat(ended.bestEpoch()).isEqualTo(expected.bestEpoch());
    assertThat(ended.epochs()).isEqualTo(expected.epochs());
    assertThat(ended.rounds()).isEqualTo(expected.rounds());
    assertThat(ended.examples()).isEqualTo(expected.examples());
    assertThat(ended.loss()).isEqualTo(expected.loss());
    assertThat(ended.clipping()).isEqualTo(expected.clipping());
    assertThat(ended.validation().orElseThrow().values())
        .isEqualTo(expected.validation().orElseThrow().values());
  }

  private static TrainingConfig config(int epochs) {
    return new TrainingConfig(
        UpdateRule.of(new Adam(0.9, 0.999, 1e-8), new GradientClipping.ByGlobalNorm(1)),
        new ReduceOnPlateau(0.2, "validation.loss", 0.5, 1, 0.01, 0, 0.001),
        16,
        epochs,
        Optional.of(new EarlyStopping(new MonitoredMetric("validation.loss"), 3, 0)),
        StatisticsPolicy.RECOMPUTED,
        11);
  }

  private static Trainer trainer(TrainingConfig config) {
    ShardSet all = Examples.distributed(Examples.shards(130, 130, 140, 50));
    return new Trainer(
        Examples.spark(),
        new TrainerSetup(
            config, new AveragingConfig(OptionalInt.of(2), 4, OptimizerStatePolicy.AVERAGE), 2),
        new StartingNetwork(new Network(SPEC, Shape.of(Examples.WIDTH), 1), TargetKind.CLASS_INDEX),
        new TrainingData(
            new ShardSet(all.rdd(), List.of(0, 1, 2), List.of(130, 130, 140)),
            new ShardSet(all.rdd(), List.of(3), List.of(50))));
  }
}
