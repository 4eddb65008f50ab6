package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Sgd;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Layers of a saved model in a new network: which go where, and that frozen ones stay. */
class TransferTest {
  private static final Shape INPUT = Shape.of(Examples.WIDTH);
  private static final String BODY =
      "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
          + " {type = dense, units = 5, activation = elu}, ";
  private static final NetworkSpec SPEC =
      Examples.network(BODY + "{type = dense, units = 3, activation = softmax}");
  private static final NetworkSpec OTHER_HEAD =
      Examples.network(BODY + "{type = dense, units = 7, activation = softmax}");

  @Test
  void readsWhichLayersAndForHowLong() {
    assertThat(transfer("from = m, count = 2"))
        .isEqualTo(new Transfer("m", List.of(), OptionalInt.of(2), Transfer.ALWAYS, 1));
    assertThat(transfer("from = m, layers = [a, b], unfreeze-at-epoch = 4"))
        .isEqualTo(new Transfer("m", List.of("a", "b"), OptionalInt.empty(), 3, 1));
    assertThat(transfer("from = m, count = 1, trainable = true, learning-rate-factor = 0.1"))
        .isEqualTo(new Transfer("m", List.of(), OptionalInt.of(1), 0, 0.1));
  }

  @Test
  void refusesWhatSaysNothingOrTwoThings() {
    assertThatThrownBy(() -> transfer("from = m"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("needs either layers, a list of names, or count");
    assertThatThrownBy(() -> transfer("from = m, count = 1, layers = [a]"))
        .hasMessageContaining("needs either layers");
    assertThatThrownBy(
            () -> transfer("from = m, count = 1, trainable = true, unfreeze-at-epoch = 3"))
        .hasMessageContaining("leave out trainable = true");
  }

  @Test
  void countsLayersWithWeightsFromTheBottom() {
    Network target = network(OTHER_HEAD);
    ReusedLayers reused = reuse("from = m, count = 3", target);
    assertThat(reused.layers())
        .containsExactlyInAnyOrder("dense_1", "batch_normalization_1", "dense_2");

    float[] weights = target.parameters().initialize(1);
    float[] statistics = target.statistics().initialize(1);
    float[] own = weights.clone();
    reused.copyInto(weights, statistics);
    for (Slice slice : target.parameters().slices()) {
      float[] expected =
          slice.layer().equals("dense_3")
              ? Arrays.copyOfRange(own, slice.offset(), slice.offset() + slice.length())
              : tensor(network(SPEC).parameters(), model().weights(), slice.name());
      assertThat(Arrays.copyOfRange(weights, slice.offset(), slice.offset() + slice.length()))
          .as(slice.name())
          .isEqualTo(expected);
    }
    assertThat(statistics).isEqualTo(model().statistics());
  }

  @Test
  void takesLayersByNameOnly() {
    Network target = network(OTHER_HEAD);
    ReusedLayers reused = reuse("from = m, layers = [dense_2]", target);
    float[] weights = target.parameters().initialize(1);
    float[] own = weights.clone();
    reused.copyInto(weights, target.statistics().initialize(1));
    assertThat(tensor(target.parameters(), weights, "dense_1/kernel"))
        .isEqualTo(tensor(target.parameters(), own, "dense_1/kernel"));
    assertThat(tensor(target.parameters(), weights, "dense_2/kernel"))
        .isEqualTo(tensor(network(SPEC).parameters(), model().weights(), "dense_2/kernel"));
  }

  @Test
  void aDenseLayerBringsItsLearnedActivationAlong() {
    NetworkSpec learned =
        Examples.network(
            "{type = dense, units = 4, activation = prelu}, {type = dense, units = 3, activation ="
                + " softmax}");
    Network target = network(learned);
    TrainedNetwork source =
        new TrainedNetwork(learned, INPUT, target.parameters().initialize(5), new float[0]);
    assertThat(ReusedLayers.of(transfer("from = m, layers = [dense_1]"), source, target).layers())
        .containsExactlyInAnyOrder("dense_1", "dense_1_activation");
  }

  @Test
  void namesBothLayersAndBothShapesWhereTheyDiffer() {
    assertThatThrownBy(() -> reuse("from = out/m, layers = [dense_3]", network(OTHER_HEAD)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("The layer dense_3 of the model out/m can't become dense_3")
        .hasMessageContaining("kernel 5×3 and bias 3 there and kernel 5×7 and bias 7 here");
    NetworkSpec noBatchNorm =
        Examples.network(
            "{type = dense, units = 8}, {type = dense, units = 3, activation = softmax}");
    assertThatThrownBy(() -> reuse("from = m, count = 2", network(noBatchNorm)))
        .hasMessageContaining("batch_normalization_1 of the model m can't become dense_2")
        .hasMessageContaining("type batch_normalization there and dense here");
    assertThatThrownBy(() -> reuse("from = m, layers = [dens_1]", network(OTHER_HEAD)))
        .hasMessageContaining("The model m has no layer dens_1")
        .hasMessageContaining("did you mean dense_1?");
    assertThatThrownBy(() -> reuse("from = m, count = 9", network(OTHER_HEAD)))
        .hasMessageContaining("has 4 layers with weights")
        .hasMessageContaining("transfer.count = 9");
  }

  @Test
  void refusesToFreezeEverything() {
    assertThatThrownBy(() -> reuse("from = m, count = 4", network(SPEC)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("nothing is left to train");
    assertThat(reuse("from = m, count = 4, trainable = true", network(SPEC)).layers()).hasSize(4);
  }

  @Proves("training/transfer")
  @Test
  void frozenLayersStayBitForBitAndTheHeadLearns() {
    Network target = network(SPEC);
    ReusedLayers reused = reuse("from = m, count = 3", target);
    SharedModel trained = train(target, reused, new Nesterov(0.9), 3, 2);
    for (Slice slice : target.parameters().slices()) {
      float[] now = tensor(target.parameters(), trained.weights, slice.name());
      float[] before = tensor(target.parameters(), model().weights(), slice.name());
      if (slice.layer().equals("dense_3")) {
        assertThat(now).as(slice.name()).isNotEqualTo(before);
      } else {
        assertThat(Examples.bits(now)).as(slice.name()).isEqualTo(Examples.bits(before));
      }
    }
    assertThat(Examples.bits(trained.statistics)).isEqualTo(Examples.bits(model().statistics()));
  }

  @Proves("training/transfer")
  @Test
  void layersThawAtTheirEpochAndNotBefore() {
    Network target = network(SPEC);
    ReusedLayers reused = reuse("from = m, count = 3, unfreeze-at-epoch = 3", target);
    float[] before = tensor(target.parameters(), model().weights(), "dense_1/kernel");
    SharedModel frozen = train(target, reused, new Nesterov(0.9), 2, 2);
    SharedModel thawed = train(target, reused, new Nesterov(0.9), 3, 2);
    assertThat(tensor(target.parameters(), frozen.weights, "dense_1/kernel")).isEqualTo(before);
    assertThat(tensor(target.parameters(), thawed.weights, "dense_1/kernel")).isNotEqualTo(before);
    assertThat(thawed.statistics).isNotEqualTo(frozen.statistics);
  }

  @Test
  void reusedLayersMoveByTheirShareOfTheRate() {
    Network target = network(SPEC);
    ReusedLayers whole = reuse("from = m, count = 3, trainable = true", target);
    ReusedLayers tenth =
        reuse("from = m, count = 3, trainable = true, learning-rate-factor = 0.125", target);
    float[] before = start(target, whole);
    // One step of plain gradient descent each: 16 examples, one worker.
    float[] far = step(target, whole);
    float[] near = step(target, tenth);
    Set<String> layers = whole.layers();
    for (Slice slice : target.parameters().slices()) {
      double factor = layers.contains(slice.layer()) ? 0.125 : 1;
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        assertThat((double) near[i] - before[i])
            .as(slice.name())
            .isCloseTo(factor * (far[i] - before[i]), org.assertj.core.api.Assertions.within(1e-7));
      }
    }
    assertThat(far).isNotEqualTo(before);
  }

  private static float[] start(Network target, ReusedLayers reused) {
    return SharedModel.initial(target, reused, 0, 11).weights;
  }

  private static float[] step(Network target, ReusedLayers reused) {
    ShardSet data = Examples.distributed(Examples.shards(16));
    return trainer(target, reused, new Sgd(), 1, 1, data)
        .run(TrainingListener.SILENT, () -> false)
        .model()
        .weights;
  }

  private static SharedModel train(
      Network target, ReusedLayers reused, Optimizer optimizer, int epochs, int workers) {
    ShardSet data = Examples.distributed(Examples.shards(70, 50));
    return trainer(target, reused, optimizer, epochs, workers, data)
        .run(TrainingListener.SILENT, () -> false)
        .model();
  }

  private static Trainer trainer(
      Network target,
      ReusedLayers reused,
      Optimizer optimizer,
      int epochs,
      int workers,
      ShardSet data) {
    return new Trainer(
        Examples.spark(),
        new TrainerSetup(
            Examples.config(optimizer, 0.05, 16, epochs),
            new AveragingConfig(OptionalInt.of(workers), 2, OptimizerStatePolicy.AVERAGE),
            workers),
        new StartingNetwork(target, TargetKind.CLASS_INDEX, reused),
        new TrainingData(data));
  }

  /** Weights and statistics that no initializer gives. */
  private static TrainedNetwork model() {
    Network network = network(SPEC);
    float[] weights = network.parameters().initialize(77);
    float[] statistics = network.statistics().initialize(77);
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] += 0.1f * i;
    }
    return new TrainedNetwork(SPEC, INPUT, weights, statistics);
  }

  private static Network network(NetworkSpec spec) {
    return new Network(spec, INPUT, 1);
  }

  private static ReusedLayers reuse(String settings, Network target) {
    return ReusedLayers.of(transfer(settings), model(), target);
  }

  private static Transfer transfer(String settings) {
    return JobFile.parse("test", "transfer { " + settings + " }", List.of())
        .read(Transfer::read)
        .orElseThrow();
  }

  private static float[] tensor(ParameterLayout layout, float[] flat, String name) {
    Slice slice =
        layout.slices().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return Arrays.copyOfRange(flat, slice.offset(), slice.offset() + slice.length());
  }
}
