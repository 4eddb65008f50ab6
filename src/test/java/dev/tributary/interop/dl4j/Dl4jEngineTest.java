package dev.tributary.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.Engine;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.loss.CategoricalCrossentropy;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A whole network by its configuration: what Deeplearning4j's own {@code fit} does with it. */
class Dl4jEngineTest {
  private static final int ROWS = 6;
  private static final int WIDTH = 5;
  private static final int CLASSES = 3;

  @Test
  @Proves("layer/dl4j")
  void hasTheGradientOfAFitAndMovesTheStatisticsAsItDoes() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(1))
            .list()
            .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(4).activation(Activation.TANH).build())
            .layer(new BatchNormalization.Builder().nOut(4).useLogStd(false).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.feedForward(WIDTH))
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    Map<String, INDArray> before = copy(network.paramTable());
    DataSet data = data();
    network.fit(data);
    check(configuration.toJson(), before, network.paramTable(), data, network.score());
  }

  @Test
  @Proves("layer/dl4j")
  void computesGraphs() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(1))
            .graphBuilder()
            .addInputs("in")
            .addLayer("left", dense(Activation.TANH), "in")
            .addLayer("right", dense(Activation.SIGMOID), "in")
            .addVertex("both", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(4)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "both")
            .setOutputs("out")
            .build();
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    Map<String, INDArray> before = copy(network.paramTable());
    DataSet data = data();
    network.fit(data);
    check(configuration.toJson(), before, network.paramTable(), data, network.score());
  }

  private static DenseLayer dense(Activation activation) {
    return new DenseLayer.Builder().nIn(WIDTH).nOut(4).activation(activation).build();
  }

  private static void check(
      String json,
      Map<String, INDArray> before,
      Map<String, INDArray> after,
      DataSet data,
      double score) {
    GradientEngine engine = engine(json, List.of(), ROWS);
    float[] weights = new float[engine.parameters().size()];
    float[] statistics = new float[engine.statistics().size()];
    fill(engine, before, weights, statistics);
    float[] next = new float[weights.length];
    float[] moved = new float[statistics.length];
    fill(engine, after, next, moved);
    float[] gradient = new float[weights.length];
    double loss = engine.gradient(minibatch(data), weights, statistics, gradient, 1);
    assertThat(loss).isCloseTo(score, within(1e-6));
    for (int i = 0; i < weights.length; i++) {
      assertThat(weights[i] - gradient[i]).isCloseTo(next[i], within(1e-6f));
    }
    assertThat(statistics).containsExactly(moved, within(1e-6f));
  }

  private static void fill(
      GradientEngine engine, Map<String, INDArray> tensors, float[] weights, float[] statistics) {
    engine
        .parameters()
        .slices()
        .forEach(slice -> copy(tensors.get(slice.spec().name()), weights, slice.offset()));
    engine
        .statistics()
        .slices()
        .forEach(
            slice ->
                copy(
                    tensors.get(
                        slice
                            .spec()
                            .name()
                            .replace("/moving_mean", "_mean")
                            .replace("/moving_variance", "_var")),
                    statistics,
                    slice.offset()));
  }

  private static void copy(INDArray tensor, float[] flat, int offset) {
    float[] values = tensor.dup('c').data().asFloat();
    System.arraycopy(values, 0, flat, offset, values.length);
  }

  private static Map<String, INDArray> copy(Map<String, INDArray> tensors) {
    Map<String, INDArray> copies = new java.util.LinkedHashMap<>();
    tensors.forEach((key, value) -> copies.put(key, value.dup()));
    return copies;
  }

  @Test
  void hasTheSlopeOfAnEluWhateverItsAlpha() {
    String json =
        network(
            new DenseLayer.Builder().nIn(WIDTH).nOut(4).activation(new ActivationELU(0.3)).build());
    GradientEngine engine = engine(json, List.of(), ROWS);
    float[] weights = engine.parameters().initialize(2);
    float[] gradient = new float[weights.length];
    Minibatch batch = minibatch(data());
    engine.gradient(batch, weights, new float[0], gradient, 1);
    float[] outputs = new float[ROWS * CLASSES];
    for (int i = 0; i < weights.length; i++) {
      float kept = weights[i];
      float step = 1e-2f;
      weights[i] = kept + step;
      double above = engine.loss(batch, weights, new float[0], outputs);
      weights[i] = kept - step;
      double below = engine.loss(batch, weights, new float[0], outputs);
      weights[i] = kept;
      assertThat((double) gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-3));
    }
  }

  @Test
  void countsExamplesByTheirWeights() {
    GradientEngine engine = engine(network(dense(Activation.TANH)), List.of(), ROWS);
    float[] weights = engine.parameters().initialize(2);
    float[] twice = new float[weights.length];
    Minibatch batch = minibatch(data());
    batch.weigh();
    Arrays.fill(batch.weights, 0f);
    batch.weights[1] = 2f;
    double loss = engine.gradient(batch, weights, new float[0], twice, 1);
    Minibatch alone = minibatch(data());
    System.arraycopy(alone.features, WIDTH, alone.features, 0, WIDTH);
    System.arraycopy(alone.values, CLASSES, alone.values, 0, CLASSES);
    alone.rows = 1;
    float[] once = new float[weights.length];
    double own = engine.gradient(alone, weights, new float[0], once, 1);
    assertThat(loss).isCloseTo(2 * own / ROWS, within(1e-6));
    for (int i = 0; i < once.length; i++) {
      assertThat(twice[i]).isCloseTo(2 * once[i] / ROWS, within(1e-6f));
    }
  }

  @Test
  void drawsTheSameOfTheSameSeed() {
    GradientEngine engine =
        engine(
            network(new DenseLayer.Builder().nIn(WIDTH).nOut(4).dropOut(0.5).build()),
            List.of(),
            ROWS);
    float[] weights = engine.parameters().initialize(2);
    Minibatch batch = minibatch(data());
    float[][] gradients = new float[3][weights.length];
    engine.gradient(batch, weights, new float[0], gradients[0], 1);
    engine.gradient(batch, weights, new float[0], gradients[1], 2);
    engine.gradient(batch, weights, new float[0], gradients[2], 1);
    assertThat(gradients[2]).containsExactly(gradients[0]);
    assertThat(gradients[1]).isNotEqualTo(gradients[0]);
  }

  @Test
  void measuresTheMomentsThatANormalizationSees() {
    String json = network(new BatchNormalization.Builder().nIn(WIDTH).nOut(WIDTH).build());
    GradientEngine engine = engine(json, List.of(), ROWS);
    Minibatch batch = minibatch(data());
    float[] moments = new float[engine.statistics().size()];
    engine.measure(batch.features, ROWS, engine.parameters().initialize(1), moments);
    for (int j = 0; j < WIDTH; j++) {
      double mean = 0;
      double square = 0;
      for (int row = 0; row < ROWS; row++) {
        double value = batch.features[row * WIDTH + j];
        mean += value / ROWS;
        square += value * value / ROWS;
      }
      assertThat((double) moments[j]).isCloseTo(mean, within(1e-6));
      assertThat((double) moments[WIDTH + j]).isCloseTo(square - mean * mean, within(1e-5));
    }
  }

  @Test
  void takesPicturesWithTheirChannelsLast() {
    String json =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(new ConvolutionLayer.Builder(2, 2).nIn(2).nOut(3).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(2)
                    .activation(Activation.IDENTITY)
                    .build())
            .setInputType(InputType.convolutional(3, 4, 2))
            .build()
            .toJson();
    GradientEngine engine = engine(json, List.of(3, 4, 2), 1, 24, 2);
    MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
    network.init();
    float[] weights = new float[engine.parameters().size()];
    fill(engine, network.paramTable(), weights, new float[0]);
    float[] picture = new float[24];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = (float) Math.sin(i);
    }
    INDArray channelsFirst = Nd4j.create(picture, new long[] {1, 3, 4, 2}, 'c').permute(0, 3, 1, 2);
    float[] expected = network.output(channelsFirst.dup('c')).toFloatVector();
    assertThat(Arrays.copyOf(engine.outputs(picture, 1, weights, new float[0]), 2))
        .containsExactly(expected, within(1e-6f));
  }

  @Test
  void refusesWhatItCannotCompute() {
    assertThatThrownBy(() -> Dl4jNetwork.of("{}", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no configuration of Deeplearning4j");
    String wrong =
        network(
            new DenseLayer.Builder().nIn(WIDTH).nOut(4).activation(new ActivationRReLU()).build());
    assertThatThrownBy(() -> Dl4jNetwork.of(wrong, List.of())).hasMessageContaining("RReLU");
    String right = network(dense(Activation.TANH));
    assertThatThrownBy(() -> engine(right, List.of(), 1, WIDTH + 1, CLASSES))
        .hasMessageContaining("can't take examples of the shape 6");
  }

  private static String network(org.deeplearning4j.nn.conf.layers.Layer first) {
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(first)
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(WIDTH))
        .build()
        .toJson();
  }

  private static GradientEngine engine(String json, List<Integer> shape, int capacity) {
    return engine(json, shape, capacity, WIDTH, CLASSES);
  }

  private static GradientEngine engine(
      String json, List<Integer> shape, int capacity, int width, int outputs) {
    NetworkSpec spec =
        new NetworkSpec(
            List.of(new NamedLayer("dl4j", Dl4jNetwork.of(json, shape))),
            new CategoricalCrossentropy(0),
            Engine.AUTO);
    GradientEngine engine = spec.build(Shape.of(width), capacity, Set.of());
    assertThat(engine.width()).isEqualTo(outputs);
    return engine;
  }

  private static DataSet data() {
    RandomStream random = new RandomStream(7);
    float[] features = new float[ROWS * WIDTH];
    float[] labels = new float[ROWS * CLASSES];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < ROWS; row++) {
      labels[row * CLASSES + random.nextInt(CLASSES)] = 1f;
    }
    return new DataSet(
        Nd4j.create(features, new long[] {ROWS, WIDTH}, 'c'),
        Nd4j.create(labels, new long[] {ROWS, CLASSES}, 'c'));
  }

  private static Minibatch minibatch(DataSet data) {
    Minibatch batch = new Minibatch(ROWS, WIDTH, TargetKind.VALUES, CLASSES);
    batch.rows = ROWS;
    copy(data.getFeatures(), batch.features, 0);
    copy(data.getLabels(), batch.values, 0);
    return batch;
  }
}
