package dev.tributary.train;

import dev.tributary.data.Jobs;
import dev.tributary.data.ShardSet;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.loss.MeanSquaredError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Greedy layer-wise pretraining (Bengio et al., 2007, section 4): from the bottom up, each hidden
 * block becomes the encoder of an autoencoder with a linear decoder and squared error; what it
 * learned stays, its decoder doesn't, and its codes are what the next block reconstructs.
 *
 * <p>With a corruption, the encoder sees its input with a share of it set to 0 and is to
 * reconstruct the whole (Vincent et al., 2008, section 2.3). What is left is scaled up as dropout
 * does, which the paper doesn't.
 */
public final class GreedyPretrainer {
  private static final String DECODER = "decoder";
  private static final String CORRUPTION = "corruption";

  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final AveragingConfig averaging;
  private final int workers;
  private final Pretraining pretraining;

  /**
   * What a block learned.
   *
   * @param layer its dense layer
   * @param number which block, from 1
   * @param of how many blocks there are
   * @param loss the mean squared error of its last epoch
   */
  public record Learned(String layer, int number, int of, double loss) {}

  /**
   * @param config the job's, of which the optimizer, the clipping and the batch size count here
   * @param pretraining how long and at which rate
   */
  public GreedyPretrainer(
      JavaSparkContext spark,
      TrainingConfig config,
      AveragingConfig averaging,
      int workers,
      Pretraining pretraining) {
    this.spark = spark;
    this.config = config;
    this.averaging = averaging;
    this.workers = workers;
    this.pretraining = pretraining;
  }

  /**
   * Pretrains every hidden block of a network.
   *
   * @param target the network in the shape of the data; it must have a hidden layer
   * @param data whose features are learned; targets aren't looked at
   * @param listener is told of each block
   * @return the blocks' layers, to start the network with
   * @throws DivergedException if a loss or a weight stops being a finite number
   */
  public ReusedLayers run(GradientEngine target, ShardSet data, Consumer<Learned> listener) {
    List<HiddenBlock> blocks = HiddenBlock.of(target.spec(), target.input());
    List<TrainedNetwork> encoders = new ArrayList<>();
    List<ShardSet> codes = new ArrayList<>();
    ShardSet inputs = data;
    for (int i = 0; i < blocks.size(); i++) {
      Trainer trainer = trainer(blocks.get(i), i, inputs);
      TrainingOutcome outcome =
          Jobs.described(
              spark.sc(),
              "pretraining " + blocks.get(i).name(),
              () -> trainer.run(TrainingListener.SILENT, () -> false));
      TrainedNetwork encoder = encoder(blocks.get(i), outcome.model());
      encoders.add(encoder);
      listener.accept(new Learned(blocks.get(i).name(), i + 1, blocks.size(), outcome.loss()));
      if (i + 1 < blocks.size()) {
        inputs = ShardEncoder.encode(spark, encoder, inputs);
        codes.add(inputs);
      }
    }
    codes.forEach(each -> each.rdd().unpersist(false));
    return ReusedLayers.learned(stacked(encoders, target.input()), target);
  }

  private Trainer trainer(HiddenBlock block, int place, ShardSet inputs) {
    List<NamedLayer> layers = new ArrayList<>();
    if (pretraining.corruption() > 0) {
      layers.add(new NamedLayer(CORRUPTION, new Dropout(pretraining.corruption())));
    }
    layers.addAll(block.layers());
    layers.add(
        new NamedLayer(
            DECODER,
            new Dense(block.input().size(), Dense.Bias.USED, Initializers.GLOROT_UNIFORM)));
    GradientEngine network =
        new NetworkSpec(layers, new MeanSquaredError(), block.engine()).build(block.input());
    TrainingConfig own = config.pretraining(pretraining, RandomStream.derive(config.seed(), place));
    return new Trainer(
        spark,
        new TrainerSetup(own, averaging, workers),
        new StartingNetwork(network, TargetKind.FEATURES),
        new TrainingData(inputs));
  }

  /** Without decoder and corruption; a network's lower layers come first in its flat vectors. */
  private static TrainedNetwork encoder(HiddenBlock block, SharedModel model) {
    NetworkSpec spec = new NetworkSpec(block.layers(), new MeanSquaredError(), block.engine());
    GradientEngine network = spec.build(block.input());
    return new TrainedNetwork(
        spec,
        block.input(),
        Arrays.copyOf(model.weights, network.parameters().size()),
        Arrays.copyOf(model.statistics, network.statistics().size()));
  }

  private static TrainedNetwork stacked(List<TrainedNetwork> encoders, Shape input) {
    List<NamedLayer> layers = new ArrayList<>();
    encoders.forEach(encoder -> layers.addAll(encoder.spec().layers()));
    return new TrainedNetwork(
        new NetworkSpec(layers, new MeanSquaredError()),
        input,
        joined(encoders.stream().map(TrainedNetwork::weights).toList()),
        joined(encoders.stream().map(TrainedNetwork::statistics).toList()));
  }

  private static float[] joined(List<float[]> parts) {
    float[] whole = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    return whole;
  }
}
