package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.activation.Elu;
import dev.tributary.nn.activation.Softmax;
import dev.tributary.nn.activation.Tanh;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.initializer.Orthogonal;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.Affine;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.Flatten;
import dev.tributary.nn.layer.LayerNormalization;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.LayerType;
import dev.tributary.nn.layer.Nonlinearities;
import dev.tributary.nn.layer.PRelu;
import dev.tributary.nn.layer.RRelu;
import dev.tributary.nn.layer.TensorSpec;
import dev.tributary.nn.loss.Loss;
import dev.tributary.nn.loss.Losses;
import dev.tributary.nn.loss.MeanSquaredError;
import dev.tributary.nn.loss.SparseCategoricalCrossentropy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks as job files describe them: what is read, written, settled and refused. */
class NetworkSpecTest {
  /** Settings other than the defaults for every layer and activation that has any. */
  private static final Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("dense", "units = 3, use-bias = false"),
          Map.entry(
              "batch_normalization",
              "momentum = 0.75, epsilon = 1.0E-5, scale = false, center = false"),
          Map.entry("layer_normalization", "epsilon = 0.1, scale = false, center = false"),
          Map.entry("dropout", "rate = 0.3"),
          Map.entry("alpha_dropout", "rate = 0.2"),
          Map.entry("gaussian_noise", "stddev = 0.4"),
          Map.entry("activation", "function = tanh"),
          Map.entry("flatten", ""),
          Map.entry("reshape", "shape = [3, 2]"),
          Map.entry(
              "convolution",
              "filters = 3, kernel-size = [2, 4], strides = [1, 2], padding = same, use-bias = false"),
          Map.entry("max_pooling", "pool-size = 3, strides = 1, padding = same"),
          Map.entry("average_pooling", "pool-size = [2, 1], strides = 3, padding = same"),
          Map.entry(
              "lstm", "units = 3, return-sequences = true, recurrent-initializer = he_normal"),
          Map.entry("simple_rnn", "units = 3, return-sequences = true, initializer = he_normal"),
          Map.entry(
              "column_embedding",
              "tables = [{column = a, position = 1, entries = 7, dimensions = 3}]"),
          Map.entry("embedding", "entries = 7, units = 3, initializer = zeros"),
          Map.entry("dl4j", "configuration = \"\"\"" + dl4j() + "\"\"\", input-shape = [1, 5]"),
          Map.entry("prelu", "shared = true, initial-slope = 0.5"),
          Map.entry("rrelu", "lower = 0.2, upper = 0.3"),
          Map.entry("elu", "alpha = 0.3"),
          Map.entry("leaky_relu", "negative-slope = 0.01"),
          Map.entry("gelu", "approximate = true"));

  /** Settings other than the defaults for every initializer that has any. */
  private static final Map<String, String> INITIALIZERS =
      Map.of(
          "constant", "value = 0.1",
          "normal", "stddev = 1",
          "random_normal", "stddev = 0.3",
          "truncated_normal", "stddev = 0.4",
          "uniform", "limit = 0.2",
          "orthogonal", "gain = 1.4",
          "variance_scaling", "scale = 0.7, mode = fan_out, distribution = uniform");

  @Test
  void readsLayersWithTheirSettings() {
    NetworkSpec spec =
        TestNetworks.spec(
            """
            [ flatten
              { type = dense, units = 300, initializer = lecun_uniform, use-bias = false }
              { type = batch_normalization, momentum = 0.9, epsilon = 0.1 }
              { type = activation, function = elu, alpha = 0.5 }
              { type = dropout, rate = 0.25, name = thinned }
              { type = dense, units = 10, activation = softmax } ]\
            """,
            "sparse_categorical_crossentropy");
    assertThat(spec.layers())
        .containsExactly(
            new NamedLayer("flatten_1", new Flatten()),
            new NamedLayer("dense_1", new Dense(300, Dense.Bias.NONE, Initializers.LECUN_UNIFORM)),
            new NamedLayer("batch_normalization_1", new BatchNormalization(0.9, 0.1)),
            new NamedLayer("activation_1", new ActivationLayer(new Elu(0.5))),
            new NamedLayer("thinned", new Dropout(0.25)),
            new NamedLayer("dense_2", new Dense(10, Dense.Bias.USED, Initializers.GLOROT_UNIFORM)),
            new NamedLayer("dense_2_activation", new ActivationLayer(new Softmax())));
    assertThat(spec.loss()).isEqualTo(new SparseCategoricalCrossentropy());
    assertThat(spec.outputs()).contains(10);
  }

  @Test
  void everyLayerHasItsDocumentedDefaults() {
    NetworkSpec spec =
        TestNetworks.spec(
            "[batch_normalization, {type = activation, function = leaky_relu},"
                + " {type = activation, function = elu}, {type = dense, units = 1}]",
            "mse");
    assertThat(spec.layers().get(0).spec()).isEqualTo(new BatchNormalization(0.99, 0.001));
    assertThat(spec.toSettings().get(1)).containsEntry("negative-slope", 0.2);
    assertThat(spec.toSettings().get(2)).containsEntry("alpha", 1.0);
    assertThat(spec.toSettings().get(3)).containsEntry("use-bias", true);
    assertThat(
            TestNetworks.spec("[{type = activation, function = gelu}]", "mse").toSettings().get(0))
        .containsEntry("approximate", false);
  }

  @Test
  void activationsMayBeLayersOfTheirOwnKind() {
    NetworkSpec spec =
        TestNetworks.spec(
            """
            [ { type = dense, units = 3, activation = prelu }
              { type = activation, function = rrelu, lower = 0.1, upper = 0.2 }
              { type = dense, units = 3, activation = prelu, shared = true, initial-slope = 0 }
              rrelu
              layer_normalization ]\
            """,
            "mse");
    assertThat(spec.layers())
        .contains(
            new NamedLayer("dense_1_activation", new PRelu(PRelu.Slopes.PER_UNIT, 0.25)),
            new NamedLayer("activation_1", new RRelu(0.1, 0.2)),
            new NamedLayer("dense_2_activation", new PRelu(PRelu.Slopes.SHARED, 0)),
            new NamedLayer("rrelu_1", new RRelu(1 / 8.0, 1 / 3.0)),
            new NamedLayer(
                "layer_normalization_1", new LayerNormalization(0.001, Affine.SCALE_AND_OFFSET)));
    assertProblems(
        "[{type = dense, units = 2, activation = prelu}]",
        "sparse_categorical_crossentropy",
        "model.layers: the last layer ends with prelu, but training.loss ="
            + " sparse_categorical_crossentropy needs softmax; write { type = dense, units = ...,"
            + " activation = softmax }");
    assertProblems(
        "[{type = rrelu, lower = 0.5}]",
        "mse",
        "model.layers[0].lower: must be at most upper, which is 0.3333333333333333; found 0.5");
  }

  /** As models were written before these could be left out. */
  @Test
  void normalizationsLearnScaleAndOffsetUnlessToldOtherwise() {
    NetworkSpec spec =
        TestNetworks.spec("[{type = batch_normalization, momentum = 0.9, epsilon = 0.1}]", "mse");
    assertThat(spec.layers().get(0).spec())
        .isEqualTo(new BatchNormalization(0.9, 0.1, Affine.SCALE_AND_OFFSET));
    assertThat(tensors("batch_normalization")).containsExactly("gamma", "beta");
    assertThat(tensors("{type = batch_normalization, scale = false}")).containsExactly("beta");
    assertThat(tensors("{type = layer_normalization, center = false}")).containsExactly("gamma");
    assertThat(tensors("{type = layer_normalization, scale = false, center = false}")).isEmpty();
  }

  private static List<String> tensors(String layer) {
    return TestNetworks.spec("[" + layer + "]", "mse")
        .layers()
        .get(0)
        .spec()
        .parameters(Shape.of(3))
        .stream()
        .map(TensorSpec::name)
        .toList();
  }

  /** Kernels and their fans, of every layer that has one; no slope, scale or bias is a kernel. */
  @Test
  void knowsWhichTensorsAreKernels() {
    for (String type : Catalogue.of(LayerType.class, LayerType::name).keySet()) {
      LayerSpec layer =
          TestNetworks.spec("[{type = %s, %s}]".formatted(type, settings(type)), "mse")
              .layers()
              .get(0)
              .spec();
      Shape input =
          switch (type) {
            case "convolution" -> Shape.of(9, 8, 5);
            case "lstm", "simple_rnn" -> Shape.of(4, 5);
            default -> Shape.of(5);
          };
      List<String> kernels =
          layer.parameters(input).stream()
              .filter(TensorSpec::isKernel)
              .map(kernel -> kernel.name() + " " + kernel.fanIn() + " " + kernel.fanOut())
              .toList();
      switch (type) {
        case "dense", "dl4j" -> assertThat(kernels).singleElement().asString().endsWith(" 5 3");
        // 2 x 4 places of 5 channels; as many for each of 3 filters, at every other place.
        case "convolution" -> assertThat(kernels).containsExactly("kernel 40 12");
        case "lstm" -> assertThat(kernels).containsExactly("kernel 5 12", "recurrent_kernel 3 12");
        case "simple_rnn" ->
            assertThat(kernels).containsExactly("kernel 5 3", "recurrent_kernel 3 3");
        case "column_embedding" -> assertThat(kernels).containsExactly("a 7 3");
        case "embedding" -> assertThat(kernels).containsExactly("kernel 7 3");
        default -> assertThat(kernels).as(type).isEmpty();
      }
    }
  }

  static Stream<String> everyKindOfLayer() {
    List<String> layers = new ArrayList<>();
    for (String type : Catalogue.of(LayerType.class, LayerType::name).keySet()) {
      layers.add("{type = %s, %s}".formatted(type, settings(type)));
      layers.add("{type = %s, name = own, %s}".formatted(type, settings(type)));
    }
    for (String function : Nonlinearities.names()) {
      String own = SETTINGS.getOrDefault(function, "");
      layers.add("{type = activation, function = %s}".formatted(function));
      layers.add("{type = activation, function = %s, %s}".formatted(function, own));
      layers.add("{type = dense, units = 2, activation = %s, %s}".formatted(function, own));
    }
    for (String initializer : Initializers.types().keySet()) {
      String own = INITIALIZERS.getOrDefault(initializer, "");
      if (!initializer.equals("constant")) {
        layers.add("{type = dense, units = 2, initializer = %s}".formatted(initializer));
      }
      layers.add(
          "{type = dense, units = 2, initializer { type = %s, %s }}".formatted(initializer, own));
    }
    return layers.stream();
  }

  /** As {@code model.json} stores a network, and as it comes back. */
  @ParameterizedTest
  @MethodSource("everyKindOfLayer")
  void readsBackWhatItWrites(String layer) {
    NetworkSpec spec = TestNetworks.spec("[" + layer + "]", "mse");
    String written =
        ConfigFactory.parseMap(Map.of("layers", spec.toSettings()))
            .root()
            .get("layers")
            .render(ConfigRenderOptions.concise());
    assertThat(TestNetworks.spec(written, "mse")).isEqualTo(spec);
  }

  /** What is written holds everything that was given: nothing falls back to a default. */
  @Test
  void writesEverySettingThatDiffersFromItsDefault() {
    for (String type : Catalogue.of(LayerType.class, LayerType::name).keySet()) {
      Map<String, Object> written =
          TestNetworks.spec("[{type = %s, %s}]".formatted(type, settings(type)), "mse")
              .toSettings()
              .get(0);
      ConfigFactory.parseString(settings(type))
          .entrySet()
          .forEach(
              given -> {
                Object value = written.get(given.getKey());
                Object expected = given.getValue().unwrapped();
                // Of objects in lists, the order of keys is no matter.
                assertThat(value.equals(expected) || value.toString().equals(expected.toString()))
                    .as("%s of %s: %s", given.getKey(), type, value)
                    .isTrue();
              });
    }
  }

  @Test
  void isTheSameAfterATripThroughJavaSerialization() throws Exception {
    NetworkSpec spec = everythingSpec();
    assertThat(copy(spec)).isEqualTo(spec);
    for (String name : Losses.types().keySet()) {
      JobFile job = JobFile.parse("job", "loss = " + name, List.of());
      Loss loss = job.read(root -> Losses.read(root, "loss"));
      assertThat(copy(loss)).isEqualTo(loss);
    }
  }

  /** A bare name stays one; settings make it an object. */
  @Test
  void writesInitializersAsTheyAreRead() {
    assertThat(
            TestNetworks.spec("[{type = dense, units = 1, initializer = he_normal}]", "mse")
                .toSettings()
                .get(0))
        .containsEntry("initializer", "he_normal");
    NetworkSpec spec =
        TestNetworks.spec(
            "[{type = dense, units = 1, initializer { type = orthogonal, gain = 1.4 }}]", "mse");
    assertThat(spec.layers().get(0).spec())
        .isEqualTo(new Dense(1, Dense.Bias.USED, new Orthogonal(1.4)));
    assertThat(spec.toSettings().get(0))
        .containsEntry("initializer", Map.of("type", "orthogonal", "gain", 1.4));
  }

  @Test
  void knowsItsOutputsWhereTheLayersFixThem() {
    assertThat(
            TestNetworks.spec("[{type = dense, units = 7}, batch_normalization]", "mse").outputs())
        .contains(7);
    assertThat(TestNetworks.spec("[batch_normalization]", "mse").outputs()).isEmpty();
  }

  @Test
  void refusesALossThatTheLastLayerDoesNotSuit() {
    assertProblems(
        "[{type = dense, units = 2}]",
        "sparse_categorical_crossentropy",
        "model.layers: the last layer ends with dense, but training.loss ="
            + " sparse_categorical_crossentropy needs softmax; write { type = dense, units = ...,"
            + " activation = softmax }");
    assertProblems(
        "[{type = dense, units = 2, activation = tanh}]",
        "binary_crossentropy",
        "model.layers: the last layer ends with tanh, but training.loss = binary_crossentropy needs"
            + " sigmoid; write { type = dense, units = ..., activation = sigmoid }");
    assertProblems(
        "[{type = dense, units = 2, activation = softmax}, {type = dropout, rate = 0.1}]",
        "categorical_crossentropy",
        "model.layers: the last layer ends with dropout, but training.loss ="
            + " categorical_crossentropy needs softmax; write { type = dense, units = ...,"
            + " activation = softmax }");
  }

  @Test
  void refusesTwoLayersOfOneName() {
    assertProblems(
        "[{type = dense, units = 2, name = a}, {type = dense, units = 2, name = a}]",
        "mse",
        "model.layers[1].name: is the name of two layers: a");
    assertProblems(
        "[{type = dense, units = 2, activation = elu},"
            + " {type = dense, units = 2, name = dense_1_activation}]",
        "mse",
        "model.layers[1].name: is the name of two layers: dense_1_activation");
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertProblems(
        "[{type = dense, units = 0}]",
        "mse",
        "model.layers[0].units: found 0; allowed is a whole number, from 1 to 1048576");
    assertProblems(
        "[{type = dense}]",
        "mse",
        "model.layers[0].units: is missing; it must be a whole number, from 1 to 1048576");
    assertProblems(
        "[{type = dropout, rate = 1}]",
        "mse",
        "model.layers[0].rate: found 1; allowed is a number, at least 0 and less than 1");
    assertProblems(
        "[{type = batch_normalization, momentum = 1, epsilon = 0}]",
        "mse",
        "model.layers[0].momentum: found 1; allowed is a number, at least 0 and less than 1",
        "model.layers[0].epsilon: found 0; allowed is a number, greater than 0");
    assertProblems(
        "[{type = activation, function = elu, alpha = 0}]",
        "mse",
        "model.layers[0].alpha: found 0; allowed is a number, greater than 0");
  }

  /** One mistake, one problem: not what a network without that layer or loss would get wrong. */
  @Test
  void saysNoMoreThanWhatIsWrong() {
    assertProblems(
        "[{type = densse, units = 10, activation = softmax}]",
        "sparse_categorical_crossentropy",
        "model.layers[0].type: found \"densse\"; allowed is one of activation,"
            + " alpha_dropout, average_pooling, batch_normalization, column_embedding, convolution, dense, dl4j, dropout,"
            + " embedding, flatten, gaussian_noise, layer_normalization, lstm, max_pooling, prelu,"
            + " repeat, reshape, rrelu, simple_rnn; did you mean dense?");
    assertProblems(
        "[{type = dense, units = 10, activation = softmx}]",
        "sparse_categorical_crossentropy",
        "model.layers[0].activation: found \"softmx\"; allowed is one of elu, gelu,"
            + " hard_sigmoid, leaky_relu, linear, mish, prelu, relu, relu6, rrelu, selu, sigmoid, silu, softmax,"
            + " softplus, softsign, swish, tanh; did you mean softmax?");
    assertProblems(
        "[{type = dense, units = 10, activation = leakyrelu, negative-slope = 0.3}]",
        "mse",
        "model.layers[0].activation: found \"leakyrelu\"; allowed is one of elu, gelu,"
            + " hard_sigmoid, leaky_relu, linear, mish, prelu, relu, relu6, rrelu, selu, sigmoid, silu, softmax,"
            + " softplus, softsign, swish, tanh; did you mean leaky_relu?");
    assertProblems(
        "[{type = dense, units = 10, activation = softmax}]",
        "crossentropy",
        "training.loss: found \"crossentropy\"; allowed is one of binary_crossentropy,"
            + " categorical_crossentropy, mse, sparse_categorical_crossentropy");
    assertProblems("[]", "mse", "model.layers: must have at least one layer");
    assertProblems(
        "dense",
        "mse",
        "model.layers: found \"dense\"; allowed is a list of objects, each with the key type");
  }

  @Test
  void reportsAnUnknownKeyOfALayer() {
    assertProblems(
        "[{type = dense, unit = 3, units = 3, activation = elu, alhpa = 2}]",
        "mse",
        "model.layers[0].alhpa: is not a known key; did you mean alpha?",
        "model.layers[0].unit: is not a known key; did you mean units?");
  }

  @Test
  void namesTheLayerThatCannotTakeItsInput() {
    NetworkSpec spec =
        TestNetworks.spec("[batch_normalization, {type = dense, units = 2, name = first}]", "mse");
    String message =
        "Layer first: a dense layer takes flat input, found 4×4×3; put { type = flatten } before it";
    assertThatThrownBy(() -> spec.shapes(Shape.of(4, 4, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> new Network(spec, Shape.of(4, 4, 3), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void namesTheLayerThatIsTooLarge() {
    NetworkSpec spec =
        TestNetworks.spec(
            "[{type = dense, units = 1048576}, {type = dense, units = 1048576}]", "mse");
    assertThatThrownBy(() -> new Network(spec, Shape.of(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Layer dense_2: too many parameters (a network must have at most 2147483647 values in"
                + " all)");
    NetworkSpec sum =
        TestNetworks.spec(
            "[{type = dense, units = 40000}, {type = dense, units = 40000},"
                + " {type = dense, units = 40000}]",
            "mse");
    assertThatThrownBy(() -> new Network(sum, Shape.of(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Layer dense_3: too many parameters");
  }

  /** As code may build them; {@link NetworkSpec#read} says the same in a job file's words. */
  @Test
  void aNetworkRefusesSpecsThatAreNone() {
    NetworkSpec empty = new NetworkSpec(List.of(), new MeanSquaredError());
    assertThatThrownBy(() -> new Network(empty, Shape.of(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid network: it has no layers");

    NamedLayer dense = new NamedLayer("a", new Dense(2, Dense.Bias.USED, Initializers.AUTO));
    NetworkSpec linear = new NetworkSpec(List.of(dense), new SparseCategoricalCrossentropy());
    assertThatThrownBy(() -> new Network(linear, Shape.of(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid network: the last layer ends with dense, but the loss"
                + " sparse_categorical_crossentropy needs softmax");

    NetworkSpec doubled = new NetworkSpec(List.of(dense, dense), new MeanSquaredError());
    assertThatThrownBy(() -> new Network(doubled, Shape.of(1), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid network: two layers are named a");
  }

  @Test
  void isImmutable() {
    List<NamedLayer> layers = new ArrayList<>();
    layers.add(new NamedLayer("a", new ActivationLayer(new Tanh())));
    NetworkSpec spec = new NetworkSpec(layers, new MeanSquaredError());
    layers.clear();
    assertThat(spec.layers()).hasSize(1);
  }

  private static NetworkSpec everythingSpec() {
    StringBuilder layers = new StringBuilder("[");
    everyKindOfLayer()
        .filter(each -> !each.contains("name = own"))
        .forEach(each -> layers.append(each).append(", "));
    return TestNetworks.spec(layers + "flatten]", "mse");
  }

  /** An output layer from 5 inputs to 3, as Deeplearning4j writes it. */
  private static String dl4j() {
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(new OutputLayer.Builder(LossFunction.MSE).nIn(5).nOut(3).build())
        .build()
        .toJson();
  }

  private static String settings(String type) {
    assertThat(SETTINGS).as("settings to try for every layer").containsKey(type);
    return SETTINGS.get(type);
  }

  private static void assertProblems(String layers, String loss, String... expected) {
    assertThatThrownBy(() -> TestNetworks.spec(layers, loss))
        .isInstanceOfSatisfying(
            InvalidJobException.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(problem -> problem.path() + ": " + problem.message())
                    .containsExactly(expected));
  }

  private static Object copy(Object original) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
      output.writeObject(original);
    }
    try (ObjectInputStream input =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return input.readObject();
    }
  }

  @Test
  void aRepeatStandsForItsLayersAsOftenAsItSays() {
    NetworkSpec repeated =
        TestNetworks.spec(
            "[{type = repeat, times = 2, layers = [{type = dense, units = 4, activation = elu},"
                + " {type = batch_normalization, name = norm}]}, {type = dense, units = 1}]",
            "mse");
    NetworkSpec written =
        TestNetworks.spec(
            "[{type = dense, units = 4, activation = elu}, {type = batch_normalization, name ="
                + " norm_1}, {type = dense, units = 4, activation = elu}, {type ="
                + " batch_normalization, name = norm_2}, {type = dense, units = 1}]",
            "mse");
    assertThat(repeated).isEqualTo(written);
    assertThat(repeated.layers()).extracting(NamedLayer::name).contains("dense_3", "norm_2");
  }

  @Test
  void repeatsWithinRepeatsHaveAnEnd() {
    String inner = "{type = repeat, times = 9000, layers = [{type = dense, units = 4}]}";
    assertThatThrownBy(
            () ->
                TestNetworks.spec(
                    "[{type = repeat, times = 9000, layers = [" + inner + "]}]", "mse"))
        .hasMessageContaining("model.layers[0].times")
        .hasMessageContaining("stands for 81,000,000 layers; allowed are at most 10,000");
  }

  @Test
  void aMistakeInARepeatIsToldOnceWithItsPlace() {
    assertThatThrownBy(
            () ->
                TestNetworks.spec(
                    "[{type = repeat, times = 3, layers = [{type = dense, unit = 4}]}]", "mse"))
        .hasMessageContaining("model.layers[0].layers[0].units")
        .hasMessageContaining("model.layers[0].layers[0].unit ")
        .hasMessageContaining("has 2 problems");
  }
}
