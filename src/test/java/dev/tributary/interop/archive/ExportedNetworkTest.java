package dev.tributary.interop.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Elu;
import dev.tributary.nn.activation.Gelu;
import dev.tributary.nn.activation.HardSigmoid;
import dev.tributary.nn.activation.LeakyRelu;
import dev.tributary.nn.activation.Linear;
import dev.tributary.nn.activation.Mish;
import dev.tributary.nn.activation.Relu;
import dev.tributary.nn.activation.Relu6;
import dev.tributary.nn.activation.Selu;
import dev.tributary.nn.activation.Sigmoid;
import dev.tributary.nn.activation.Silu;
import dev.tributary.nn.activation.Softmax;
import dev.tributary.nn.activation.Softplus;
import dev.tributary.nn.activation.Softsign;
import dev.tributary.nn.activation.Tanh;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.Affine;
import dev.tributary.nn.layer.AlphaDropout;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.Flatten;
import dev.tributary.nn.layer.GaussianNoise;
import dev.tributary.nn.layer.LayerNormalization;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.PRelu;
import dev.tributary.nn.layer.RRelu;
import dev.tributary.nn.loss.BinaryCrossentropy;
import dev.tributary.nn.loss.CategoricalCrossentropy;
import dev.tributary.nn.loss.MeanSquaredError;
import dev.tributary.nn.loss.SparseCategoricalCrossentropy;
import dev.tributary.train.TrainedNetwork;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;

/** What Tributary writes, Deeplearning4j loads, and its outputs are the same. */
class ExportedNetworkTest {
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  static Stream<Activation> activations() {
    return Stream.of(
        new Linear(),
        new Sigmoid(),
        new Tanh(),
        new Softmax(),
        new Softplus(),
        new Softsign(),
        new Selu(),
        new Silu(),
        new Mish(),
        new Relu(),
        new Relu6(),
        new LeakyRelu(0.2),
        new Elu(1),
        new Elu(0.3));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void everyActivationBehindADenseLayerAndAlone(Activation activation) throws Exception {
    requireSame(
        Samples.network(
            new MeanSquaredError(),
            dense(6),
            new ActivationLayer(activation),
            new BatchNormalization(0.9, 1e-3),
            new ActivationLayer(activation),
            dense(3),
            new ActivationLayer(activation)));
  }

  @ParameterizedTest
  @EnumSource(Affine.class)
  void batchNormalizationFirstAndBetweenAndLast(Affine affine) throws Exception {
    requireSame(
        Samples.network(
            new MeanSquaredError(),
            new BatchNormalization(0.99, 0.1, affine),
            dense(4),
            new BatchNormalization(0.5, 1e-3, affine),
            new ActivationLayer(new Elu(1)),
            new BatchNormalization(0.9, 1e-5, affine)));
  }

  @Test
  void learnedAndDrawnSlopes() throws Exception {
    requireSame(
        Samples.network(
            new MeanSquaredError(),
            dense(4),
            new PRelu(PRelu.Slopes.PER_UNIT, 0.25),
            dense(4),
            new PRelu(PRelu.Slopes.SHARED, 0.25),
            dense(4),
            new RRelu(0.1, 0.4),
            new PRelu(PRelu.Slopes.PER_UNIT, 0.25)));
  }

  @Test
  void whatActsInTrainingOnly() throws Exception {
    TrainedNetwork network =
        Samples.network(
            new MeanSquaredError(),
            new GaussianNoise(0.3),
            dense(4),
            new ActivationLayer(new Selu()),
            new AlphaDropout(0.1),
            new Dense(4, Dense.Bias.NONE, Initializers.AUTO),
            new Dropout(0.4),
            new Flatten(),
            dense(2));
    MultiLayerNetwork exported = requireSame(network);
    // Over there dropout keeps p; and it trains on as Deeplearning4j does by default.
    assertThat(exported.getLayerWiseConfigurations().toJson())
        .contains("learning.config.Sgd\",\n        \"learningRate\" : 0.001")
        .contains("\"p\" : 0.6", "\"p\" : 0.9", "\"stddev\" : 0.3");
  }

  @Test
  void theLosses() throws Exception {
    ActivationLayer softmax = new ActivationLayer(new Softmax());
    ActivationLayer sigmoid = new ActivationLayer(new Sigmoid());
    requireTrainable(Samples.network(new SparseCategoricalCrossentropy(0), dense(3), softmax), 3);
    requireTrainable(
        Samples.network(
            new CategoricalCrossentropy(0), dense(3), new BatchNormalization(0.9, 1e-3), softmax),
        3);
    requireTrainable(Samples.network(new BinaryCrossentropy(0), dense(1), sigmoid), 1);
    requireTrainable(Samples.network(new MeanSquaredError(), dense(2)), 2);
  }

  @Test
  void rawFeaturesGoThroughTheScaling() throws Exception {
    TrainedNetwork network =
        Samples.network(
            new SparseCategoricalCrossentropy(0),
            dense(6),
            new ActivationLayer(new Tanh()),
            dense(3),
            new ActivationLayer(new Softmax()));
    InputScaling scaling =
        new InputScaling(
            List.of(2000.0, 0.0, -1e-3, 0.5, 7e4), List.of(0.3, 1.0, 4e3, 0.0039, 1e-3));
    float[] scaled = Samples.features();
    float[] raw = new float[scaled.length];
    for (int i = 0; i < raw.length; i++) {
      int j = i % Samples.INPUTS;
      raw[i] = (float) (scaled[i] / scaling.factor().get(j) + scaling.shift().get(j));
      scaled[i] = (float) ((raw[i] - scaling.shift().get(j)) * scaling.factor().get(j));
    }

    MultiLayerNetwork exported = exported(network, scaling);

    assertThat(exported.output(Samples.rows(raw, Samples.INPUTS)).ravel().toFloatVector())
        .containsExactly(Samples.outputs(network, scaled), within(TOLERANCE));
    // Training it further leaves the scaling as it is.
    float[] before = exported.getLayer(0).params().toFloatVector();
    exported.fit(
        new DataSet(
            Samples.rows(raw, Samples.INPUTS),
            Samples.rows(new float[Samples.ROWS * 3], 3).addi(1.0 / 3)));
    assertThat(exported.getLayer(0).params().toFloatVector()).isEqualTo(before);
  }

  @Test
  void theSameNetworkGivesTheSameBytes() throws Exception {
    TrainedNetwork network = Samples.network(new MeanSquaredError(), dense(4));
    Path first = write(network, InputScaling.none(Samples.INPUTS));
    byte[] bytes = Files.readAllBytes(first);
    assertThat(Files.readAllBytes(write(network, InputScaling.none(Samples.INPUTS))))
        .isEqualTo(bytes);
  }

  static Stream<LayerSpec> lacking() {
    return Stream.of(
        new LayerNormalization(1e-3, Affine.SCALE_AND_OFFSET),
        new ActivationLayer(new Gelu(Gelu.Form.EXACT)),
        new ActivationLayer(new Gelu(Gelu.Form.TANH)),
        new ActivationLayer(new HardSigmoid()));
  }

  @ParameterizedTest
  @MethodSource("lacking")
  void refusesWhatDeeplearning4jLacks(LayerSpec layer) {
    TrainedNetwork network = Samples.network(new MeanSquaredError(), dense(4), layer, dense(2));
    assertThatThrownBy(() -> write(network, InputScaling.none(Samples.INPUTS)))
        .isInstanceOf(NotTranslatableException.class)
        .hasMessageContaining("layer_2")
        .hasMessageContaining("Deeplearning4j");
  }

  private MultiLayerNetwork requireSame(TrainedNetwork network) throws Exception {
    MultiLayerNetwork exported = exported(network, InputScaling.none(Samples.INPUTS));
    float[] features = Samples.features();
    float[] theirs =
        exported.output(Samples.rows(features, Samples.INPUTS)).ravel().toFloatVector();
    float[] ours = Samples.outputs(network, features);
    assertThat(theirs).hasSameSizeAs(ours);
    for (int i = 0; i < ours.length; i++) {
      // Relative to what is above 1: in floats, 1e-5 of 100 is nothing.
      assertThat(theirs[i]).isCloseTo(ours[i], within(TOLERANCE * Math.max(1, Math.abs(ours[i]))));
    }
    return exported;
  }

  private void requireTrainable(TrainedNetwork network, int outputs) throws Exception {
    MultiLayerNetwork exported = requireSame(network);
    DataSet rows =
        new DataSet(
            Samples.rows(Samples.features(), Samples.INPUTS),
            Samples.rows(new float[Samples.ROWS * outputs], outputs).addi(1.0 / outputs));
    double before = exported.score(rows);
    for (int i = 0; i < 20; i++) {
      exported.fit(rows);
    }
    assertThat(exported.score(rows)).isLessThan(before);
  }

  private MultiLayerNetwork exported(TrainedNetwork network, InputScaling scaling)
      throws Exception {
    return ModelSerializer.restoreMultiLayerNetwork(write(network, scaling).toFile());
  }

  private Path write(TrainedNetwork network, InputScaling scaling) throws Exception {
    Path file = folder.resolve("net.zip");
    ArchiveWriter archive = ArchiveWriter.of(network, scaling);
    try (OutputStream out = Files.newOutputStream(file)) {
      archive.writeTo(out);
    }
    return file;
  }

  private static Dense dense(int units) {
    return new Dense(units, Dense.Bias.USED, Initializers.AUTO);
  }
}
