package dev.tributary.interop.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.interop.archive.ArchiveReader.Archived;
import dev.tributary.model.InvalidModelException;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.AlphaDropout;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.GaussianNoise;
import dev.tributary.nn.loss.BinaryCrossentropy;
import dev.tributary.nn.loss.CategoricalCrossentropy;
import dev.tributary.nn.loss.MeanSquaredError;
import dev.tributary.train.TrainedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What Deeplearning4j saves, Tributary imports, and its outputs are the same. */
class ImportedNetworkTest {
  private static final float TOLERANCE = 1e-5f;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {
        "ELU",
        "IDENTITY",
        "LEAKYRELU",
        "MISH",
        "RELU",
        "RELU6",
        "SELU",
        "SIGMOID",
        "SOFTMAX",
        "SOFTPLUS",
        "SOFTSIGN",
        "SWISH",
        "TANH"
      })
  void everyActivationThatBothHave(Activation activation) throws Exception {
    requireSame(
        list ->
            list.layer(new DenseLayer.Builder().nOut(6).activation(activation).build())
                .layer(new ActivationLayer.Builder().activation(activation).build())
                .layer(output(3, activation, LossFunction.MSE)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"CUBE", "GELU", "HARDSIGMOID", "HARDTANH", "RATIONALTANH", "RECTIFIEDTANH", "RRELU"})
  void refusesTheOtherActivations(Activation activation) throws Exception {
    requireRefused(
        list ->
            list.layer(new DenseLayer.Builder().nOut(6).activation(activation).build())
                .layer(output(3, Activation.TANH, LossFunction.MSE)),
        "layer 1 (DenseLayer) has the activation Activation");
  }

  /** What the messages and the guide say of some of them. */
  @Test
  void theOtherActivationsAreOthersIndeed() {
    assertThat(at1(new ActivationGELU(false))).isCloseTo(sigmoid(1.702), within(TOLERANCE));
    // The tanh approximation, were it not for 0.044715 being cubed with x.
    double t = Math.sqrt(2 / Math.PI) * (1 + Math.pow(0.044715, 3));
    assertThat(at1(new ActivationGELU(true))).isCloseTo(sigmoid(2 * t), within(TOLERANCE));
    assertThat(at1(new ActivationHardSigmoid())).isCloseTo(0.7f, within(TOLERANCE));
    INDArray below = Nd4j.createFromArray(-1f, -2f);
    assertThat(new ActivationRReLU(0.1, 0.3).getActivation(below, false).toFloatVector())
        .containsExactly(new float[] {0.2f, 0.2f}, within(TOLERANCE));
  }

  private static float at1(IActivation activation) {
    return activation.getActivation(Nd4j.createFromArray(1f), false).getFloat(0);
  }

  private static float sigmoid(double x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  @Test
  void batchNormalizationAfterTrainingInAllItsForms() throws Exception {
    MultiLayerNetwork network =
        network(
            list ->
                list.layer(new BatchNormalization.Builder().decay(0.8).build())
                    .layer(new DenseLayer.Builder().nOut(6).hasBias(false).build())
                    .layer(new BatchNormalization.Builder().useLogStd(true).eps(0.01).build())
                    .layer(new ActivationLayer.Builder().activation(Activation.ELU).build())
                    .layer(new BatchNormalization.Builder().lockGammaBeta(true).build())
                    .layer(output(3, Activation.SOFTMAX, LossFunction.MCXENT)));
    train(network, 3);

    Archived archived = requireSame(network);

    assertThat(archived.network().spec().loss()).isEqualTo(new CategoricalCrossentropy());
    assertThat(archived.notes()).isEmpty();
  }

  @Test
  void learnedSlopesAndALossLayer() throws Exception {
    MultiLayerNetwork network =
        network(
            list ->
                list.layer(new DenseLayer.Builder().nOut(6).build())
                    .layer(new PReLULayer.Builder().inputShape(6).build())
                    .layer(new DenseLayer.Builder().nOut(1).activation(Activation.IDENTITY).build())
                    .layer(
                        new LossLayer.Builder()
                            .activation(Activation.SIGMOID)
                            .lossFunction(LossFunction.XENT)
                            .build()));
    train(network, 1);
    assertThat(requireSame(network).network().spec().loss()).isEqualTo(new BinaryCrossentropy());
  }

  @Test
  void whatActsInTrainingOnly() throws Exception {
    Archived archived =
        requireSame(
            list ->
                list.layer(new DropoutLayer.Builder(0.7).nIn(5).nOut(5).build())
                    .layer(new DenseLayer.Builder().nOut(6).dropOut(0.6).build())
                    .layer(
                        new DenseLayer.Builder()
                            .nOut(6)
                            .dropOut(new org.deeplearning4j.nn.conf.dropout.AlphaDropout(0.9))
                            .build())
                    .layer(
                        new DenseLayer.Builder()
                            .nOut(6)
                            .dropOut(new org.deeplearning4j.nn.conf.dropout.GaussianNoise(0.3))
                            .build())
                    .layer(
                        new DenseLayer.Builder().nOut(4).dropOut(new GaussianDropout(0.2)).build())
                    .layer(output(2, Activation.TANH, LossFunction.L1)));

    assertThat(archived.network().spec().layers())
        .extracting(layer -> layer.name())
        .contains("layer0", "layer1_dropout", "layer2_dropout", "layer3_dropout");
    assertThat(archived.network().spec().layers())
        .extracting(each -> (Object) each.spec())
        .contains(new Dropout(1 - 0.7), new Dropout(1 - 0.6), new AlphaDropout(1 - 0.9))
        .contains(new GaussianNoise(0.3));
    assertThat(archived.network().spec().loss()).isEqualTo(new MeanSquaredError());
    assertThat(archived.notes())
        .hasSize(2)
        .anyMatch(note -> note.contains("layer 5 (DenseLayer) has a GaussianDropout"))
        .anyMatch(note -> note.contains("has the loss LossMAE") || note.contains("LossL1"));
  }

  @Test
  void keepsNamesThatWillDo() throws Exception {
    Archived archived =
        requireSame(
            list ->
                list.layer(new DenseLayer.Builder().name("hidden").nOut(6).build())
                    .layer(new DenseLayer.Builder().name("../\u001b odd").nOut(6).build())
                    .layer(output(2, Activation.IDENTITY, LossFunction.MSE)));
    assertThat(archived.network().spec().layers())
        .extracting(layer -> layer.name())
        .containsExactly(
            "hidden", "hidden_activation", "DenseLayer_1", "DenseLayer_1_activation", "layer2");
  }

  @Test
  void aFrozenNormalizationAtTheInputIsAScaling() throws Exception {
    MultiLayerNetwork network =
        network(
            list ->
                list.layer(new FrozenLayer(new BatchNormalization.Builder().nIn(5).nOut(5).build()))
                    .layer(new DenseLayer.Builder().nOut(6).build())
                    .layer(output(2, Activation.IDENTITY, LossFunction.MSE)));
    float[] values = new float[20];
    Samples.fill(values, 0, 20, 5);
    for (int i = 15; i < 20; i++) {
      values[i] = 0.3f + values[i] * values[i];
    }
    network.getLayer(0).params().assign(Nd4j.createFromArray(values).reshape(1, 20));

    Archived archived = ArchiveReader.read(save(network).toFile(), "net.zip");

    float[] features = Samples.features();
    float[] scaled = features.clone();
    for (int i = 0; i < scaled.length; i++) {
      int j = i % Samples.INPUTS;
      scaled[i] =
          (float)
              ((features[i] - archived.scaling().shift().get(j))
                  * archived.scaling().factor().get(j));
    }
    assertThat(Samples.outputs(archived.network(), scaled))
        .containsExactly(
            network.output(Samples.rows(features, Samples.INPUTS)).ravel().toFloatVector(),
            within(TOLERANCE));
    assertThat(archived.network().spec().layers().get(0).spec().type()).isEqualTo("dense");
  }

  @Test
  void whatWasExportedComesBackAsItWas() throws Exception {
    TrainedNetwork network =
        Samples.network(
            new MeanSquaredError(),
            new dev.tributary.nn.layer.BatchNormalization(0.9, 1e-3),
            new Dense(3, Dense.Bias.USED, Initializers.GLOROT_UNIFORM));
    InputScaling scaling =
        new InputScaling(List.of(1.0, 2.0, 0.0, 0.0, -4.0), List.of(0.5, 2.0, 1.0, 8.0, 0.25));
    Path file = folder.resolve("own.zip");
    try (var out = Files.newOutputStream(file)) {
      ArchiveWriter.of(network, scaling).writeTo(out);
    }

    Archived archived = ArchiveReader.read(file.toFile(), "own.zip");

    assertThat(archived.scaling()).isEqualTo(scaling);
    assertThat(archived.network().spec()).isEqualTo(network.spec());
    assertThat(archived.network().weights()).isEqualTo(network.weights());
    assertThat(archived.network().statistics()).isEqualTo(network.statistics());
    assertThat(archived.notes()).isEmpty();
  }

  @Test
  void tellsOfANormalizerThatItDoesNotRead() throws Exception {
    Path file = save(network(list -> list.layer(output(2, Activation.IDENTITY, LossFunction.MSE))));
    NormalizerStandardize normalizer =
        new NormalizerStandardize(Nd4j.ones(1, 5), Nd4j.ones(1, 5).muli(2));
    ModelSerializer.addNormalizerToModel(file.toFile(), normalizer);
    assertThat(ArchiveReader.read(file.toFile(), "net.zip").notes())
        .singleElement()
        .asString()
        .contains("net.zip has a normalizer (normalizer.bin), which isn't read");
  }

  @Test
  void refusesLayersThatTributaryLacks() throws Exception {
    requireRefused(
        list ->
            list.layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                .layer(output(2, Activation.SOFTMAX, LossFunction.MCXENT))
                .setInputType(InputType.convolutional(5, 5, 1)),
        "there is an input preprocessor before layer 1");
    requireRefused(
        list ->
            list.layer(new LSTM.Builder().nIn(5).nOut(4).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(5)),
        "layer 1 (LSTM) is of a kind that Tributary's own engine lacks");
    requireRefused(
        list ->
            list.layer(new DenseLayer.Builder().nOut(4).hasLayerNorm(true).build())
                .layer(output(2, Activation.IDENTITY, LossFunction.MSE)),
        "layer 1 (DenseLayer) has a layer normalization inside");
  }

  @Test
  void refusesAComputationGraph() throws Exception {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", output(2, Activation.IDENTITY, LossFunction.MSE), "in")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(5))
                .build());
    graph.init();
    assertThatThrownBy(() -> ArchiveReader.read(save(graph).toFile(), "net.zip"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "net.zip can't be imported: it is a ComputationGraph, and a MultiLayerNetwork is wanted.");
  }

  private static OutputLayer output(int outputs, Activation activation, LossFunction loss) {
    return new OutputLayer.Builder(loss).nOut(outputs).activation(activation).build();
  }

  private static MultiLayerNetwork network(Consumer<ListBuilder> layers) {
    ListBuilder list = new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(0.01)).list();
    list.setInputType(InputType.feedForward(Samples.INPUTS));
    layers.accept(list);
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static void train(MultiLayerNetwork network, int outputs) {
    DataSet rows =
        new DataSet(
            Samples.rows(Samples.features(), Samples.INPUTS),
            Samples.rows(new float[Samples.ROWS * outputs], outputs).addi(1.0 / outputs));
    for (int i = 0; i < 5; i++) {
      network.fit(rows);
    }
  }

  private Archived requireSame(Consumer<ListBuilder> layers) throws Exception {
    return requireSame(network(layers));
  }

  private Archived requireSame(MultiLayerNetwork network) throws Exception {
    Archived archived = ArchiveReader.read(save(network).toFile(), "net.zip");
    float[] features = Samples.features();
    INDArray expected = network.output(Samples.rows(features, Samples.INPUTS));
    assertThat(Samples.outputs(archived.network(), features))
        .containsExactly(expected.ravel().toFloatVector(), within(TOLERANCE));
    return archived;
  }

  private void requireRefused(Consumer<ListBuilder> layers, String message) throws Exception {
    Path file = save(network(layers));
    assertThatThrownBy(() -> ArchiveReader.read(file.toFile(), "net.zip"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("net.zip can't be imported: ")
        .hasMessageContaining(message);
  }

  private Path save(Model network) throws Exception {
    Path file = folder.resolve("net.zip");
    ModelSerializer.writeModel(network, file.toFile(), true);
    return file;
  }
}
