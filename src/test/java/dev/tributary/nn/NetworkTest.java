package dev.tributary.nn;

import static dev.tributary.nn.ReferenceNetwork.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.tributary.config.JobFile;
import dev.tributary.optim.Constraint;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LayerSelection;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Optimizers;
import dev.tributary.optim.Regularization;
import dev.tributary.optim.StepSize;
import dev.tributary.optim.UpdateRule;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine around its formulas: inference, partial minibatches, what it touches, what it costs.
 */
class NetworkTest {
  private static final String EVERYTHING =
      """
      [flatten, {type=dense, units=8, use-bias=false}, batch_normalization,
       {type=activation, function=elu}, {type=dropout, rate=0.3},
       {type=dense, units=6, activation=selu}, {type=alpha_dropout, rate=0.1},
       {type=dense, units=6, activation=prelu}, layer_normalization, {type=prelu, shared=true},
       {type=gaussian_noise, stddev=0.1}, rrelu, {type=dense, units=5, activation=softmax},
       {type=dense, units=4, activation=tanh}, {type=dense, units=3, activation=%s}]\
      """;
  private static final String CLASSIFIER = EVERYTHING.formatted("softmax");
  private static final String SPARSE = "sparse_categorical_crossentropy";
  private static final Shape INPUT = Shape.of(3, 2);

  @Test
  void inferenceUsesTheMovingStatisticsAndDropsNothing() {
    Random random = new Random(1);
    Network network = network(CLASSIFIER, SPARSE, 9);
    float[] weights = TestNetworks.weights(network, random);
    float[] statistics = new float[network.statistics().size()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.5f + random.nextFloat();
    }
    Minibatch batch = TestNetworks.batch(network, 7, random);
    ReferenceNetwork reference = new ReferenceNetwork(network.spec());
    double[][] expected = reference.outputs(batch, toDouble(weights), toDouble(statistics));

    float[] outputs = network.outputs(batch.features, 7, weights, statistics).clone();
    float[] outputsWithLoss = new float[7 * 3];
    double loss = network.loss(batch, weights, statistics, outputsWithLoss);

    for (int i = 0; i < 7 * 3; i++) {
      assertThat((double) outputs[i]).isCloseTo(expected[i / 3][i % 3], within(1e-6));
      assertThat(outputsWithLoss[i]).isEqualTo(outputs[i]);
    }
    assertThat(loss)
        .isCloseTo(
            reference.inferredLoss(batch, toDouble(weights), toDouble(statistics)), within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void inferredLossIsTheLossOfTheOutputs(String loss, String last) {
    Random random = new Random(2);
    Network network = network(EVERYTHING.formatted(last), loss, 4);
    float[] weights = TestNetworks.weights(network, random);
    float[] statistics = network.statistics().initialize(0);
    Minibatch batch = TestNetworks.batch(network, 4, random);
    assertThat(network.loss(batch, weights, statistics, new float[4 * 3]))
        .isCloseTo(
            new ReferenceNetwork(network.spec())
                .inferredLoss(batch, toDouble(weights), toDouble(statistics)),
            within(1e-6));
  }

  static Stream<Arguments> losses() {
    return Stream.of(
        Arguments.of("mse", "linear"),
        Arguments.of("binary_crossentropy", "sigmoid"),
        Arguments.of("categorical_crossentropy", "softmax"),
        Arguments.of(SPARSE, "softmax"));
  }

  /** {@code m ← 0.9 m + 0.1 batch}, three times, with biased variances. */
  @Test
  void movingStatisticsFollowTheBatches() {
    Random random = new Random(3);
    Network network = network("[flatten, {type=batch_normalization, momentum=0.9}]", "mse", 5);
    float[] weights = network.parameters().initialize(0);
    float[] statistics = network.statistics().initialize(0);
    double[] mean = new double[6];
    double[] variance = new double[6];
    Arrays.fill(variance, 1);
    for (int rows : new int[] {5, 3, 1}) {
      Minibatch batch = TestNetworks.batch(network, rows, random);
      network.gradient(batch, weights, statistics, new float[weights.length], 0);
      for (int j = 0; j < 6; j++) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < rows; row++) {
          double x = batch.features[row * 6 + j];
          sum += x;
          squares += x * x;
        }
        double batchMean = sum / rows;
        mean[j] = 0.9 * mean[j] + 0.1 * batchMean;
        variance[j] = 0.9 * variance[j] + 0.1 * (squares / rows - batchMean * batchMean);
      }
    }
    assertThat(network.statistics().slices())
        .extracting(ParameterLayout.Slice::name, ParameterLayout.Slice::offset)
        .containsExactly(
            tuple("batch_normalization_1/moving_mean", 0),
            tuple("batch_normalization_1/moving_variance", 6));
    for (int j = 0; j < 6; j++) {
      assertThat((double) statistics[j]).isCloseTo(mean[j], within(1e-6));
      assertThat((double) statistics[6 + j]).isCloseTo(variance[j], within(1e-6));
    }
  }

  @Test
  void inferenceMovesNothing() {
    Random random = new Random(4);
    Network network = network(CLASSIFIER, SPARSE, 4);
    float[] weights = TestNetworks.weights(network, random);
    float[] statistics = network.statistics().initialize(0);
    Minibatch batch = TestNetworks.batch(network, 4, random);
    float[] before = statistics.clone();
    network.loss(batch, weights, statistics, new float[4 * 3]);
    network.outputs(batch.features, 4, weights, statistics);
    assertThat(statistics).isEqualTo(before);
  }

  @Test
  void aStepChangesNeitherWeightsNorTheMinibatch() {
    Random random = new Random(5);
    for (String layers :
        List.of(CLASSIFIER, CLASSIFIER.replace("flatten", "flatten, {type=dropout, rate=0.5}"))) {
      Network network = network(layers, SPARSE, 4);
      float[] weights = TestNetworks.weights(network, random);
      Minibatch batch = TestNetworks.batch(network, 3, random);
      float[] weightsBefore = weights.clone();
      float[] featuresBefore = batch.features.clone();
      int[] classesBefore = batch.classes.clone();
      network.gradient(
          batch, weights, network.statistics().initialize(0), new float[weights.length], 1);
      assertThat(weights).isEqualTo(weightsBefore);
      assertThat(batch.features).isEqualTo(featuresBefore);
      assertThat(batch.classes).isEqualTo(classesBefore);
    }
  }

  /** A step leaves nothing behind in the buffers that the next one could see. */
  @Test
  void aStepDoesNotDependOnTheStepsBefore() {
    Random random = new Random(6);
    Network used = network(CLASSIFIER, SPARSE, 8);
    float[] weights = TestNetworks.weights(used, random);
    Minibatch large = TestNetworks.batch(used, 8, random);
    Minibatch small = TestNetworks.batch(used, 3, random);
    used.gradient(large, weights, used.statistics().initialize(0), new float[weights.length], 1);
    used.outputs(large.features, 8, weights, used.statistics().initialize(0));
    Network fresh = network(CLASSIFIER, SPARSE, 3);
    float[] usedGradient = new float[weights.length];
    float[] freshGradient = new float[weights.length];
    double usedLoss =
        used.gradient(small, weights, used.statistics().initialize(0), usedGradient, 2);
    double freshLoss =
        fresh.gradient(small, weights, fresh.statistics().initialize(0), freshGradient, 2);
    assertThat(usedLoss).isEqualTo(freshLoss);
    assertThat(usedGradient).isEqualTo(freshGradient);
  }

  @Test
  void theSeedDecidesWhatIsDropped() {
    Random random = new Random(7);
    Network network = network(CLASSIFIER, SPARSE, 8);
    float[] weights = TestNetworks.weights(network, random);
    Minibatch batch = TestNetworks.batch(network, 8, random);
    double one = loss(network, batch, weights, 1);
    assertThat(loss(network, batch, weights, 2)).isNotEqualTo(one);
    assertThat(loss(network, batch, weights, 1)).isEqualTo(one);
  }

  @Test
  void refusesMinibatchesThatItHasNoBuffersFor() {
    Network network = network("[flatten, {type=dense, units=1}]", "mse", 4);
    float[] weights = new float[network.parameters().size()];
    for (int rows : new int[] {0, -1, 5}) {
      Minibatch batch = new Minibatch(5, 6, TargetKind.VALUES, 1);
      batch.rows = rows;
      String message = "Invalid minibatch: " + rows + " rows (must be from 1 to 4)";
      assertThatThrownBy(
              () -> network.gradient(batch, weights, new float[0], new float[weights.length], 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> network.loss(batch, weights, new float[0], new float[5]))
          .hasMessage(message);
      assertThatThrownBy(() -> network.outputs(batch.features, rows, weights, new float[0]))
          .hasMessage(message);
    }
  }

  @Test
  void refusesClassesThatTheNetworkDoesNotHave() {
    Network network = network("[flatten, {type=dense, units=3, activation=softmax}]", SPARSE, 2);
    float[] weights = new float[network.parameters().size()];
    for (int wrong : new int[] {-1, 3}) {
      Minibatch batch = new Minibatch(2, 6, TargetKind.CLASS_INDEX, 3);
      batch.rows = 2;
      batch.classes[wrong == 3 ? 0 : 1] = wrong;
      assertThatThrownBy(
              () -> network.gradient(batch, weights, new float[0], new float[weights.length], 0))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessageContaining(String.valueOf(wrong));
      assertThatThrownBy(() -> network.loss(batch, weights, new float[0], new float[6]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aNetworkWithoutParametersHasAnEmptyGradient() {
    Network network = network("[flatten, {type=activation, function=tanh}]", "mse", 2);
    assertThat(network.parameters().size()).isZero();
    Minibatch batch = TestNetworks.batch(network, 2, new Random(8));
    double loss = network.gradient(batch, new float[0], new float[0], new float[0], 0);
    assertThat(loss)
        .isCloseTo(
            new ReferenceNetwork(network.spec()).loss(batch, new double[0], 0), within(1e-6));
  }

  @Test
  void saysHowItIsLaidOut() {
    Network network = network(CLASSIFIER, SPARSE, 4);
    assertThat(network.shapes()).last().isEqualTo(Shape.of(3));
    assertThat(network.shapes()).first().isEqualTo(Shape.of(6));
    assertThat(network.width()).isEqualTo(3);
    assertThat(network.capacity()).isEqualTo(4);
    // 6·8 kernel, 8 gamma, 8 beta; 8·6+6; 6·6+6, 6 alpha, 6 gamma, 6 beta, 1 alpha; 6·5+5; 5·4+4;
    // 4·3+3
    assertThat(network.parameters().size())
        .isEqualTo(48 + 16 + 54 + (42 + 6 + 12 + 1) + 35 + 24 + 15);
    assertThat(network.statistics().size()).isEqualTo(16);
    assertThat(network.parameters().slices())
        .extracting(ParameterLayout.Slice::name)
        .startsWith("dense_1/kernel", "batch_normalization_1/gamma", "batch_normalization_1/beta");
  }

  static Stream<Arguments> steps() {
    List<String> clippings =
        List.of("none", "{type=value, limit=0.01}", "{type=norm, limit=0.01}", "adaptive");
    Stream<Arguments> everyOptimizer =
        Optimizers.types().keySet().stream()
            .map(each -> Arguments.of(SPARSE, each, "{type=global_norm, limit=0.01}"));
    Stream<Arguments> everyClipping =
        clippings.stream().map(each -> Arguments.of(SPARSE, "sgd", each));
    Stream<Arguments> everyLoss = losses().map(each -> Arguments.of(each.get()[0], "sgd", "none"));
    return Stream.of(everyOptimizer, everyClipping, everyLoss).flatMap(each -> each);
  }

  /** A step of training: the gradient, clipping, the optimizer. */
  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("steps")
  void allocatesNothing(String loss, String optimizerText, String clippingText) {
    String last =
        losses()
            .filter(each -> each.get()[0].equals(loss))
            .map(each -> (String) each.get()[1])
            .findFirst()
            .orElseThrow();
    Network network = network(EVERYTHING.formatted(last), loss, 16);
    String text =
        "optimizer = %s\nclipping = %s\nlearning-rate { schedule = constant, value = 0.01 }"
            .formatted(optimizerText, clippingText);
    Rules rules = Rules.read(JobFile.parse("test", text, List.of()));

    float[] weights = network.parameters().initialize(1);
    float[] statistics = network.statistics().initialize(1);
    float[] gradient = new float[weights.length];
    LocalUpdate update =
        new LocalUpdate(
            new UpdateRule(
                rules.optimizer(),
                rules.clipping(),
                new Regularization(0.01, 0.01, 0.01, LayerSelection.ALL),
                new Constraint.MaxNorm(0.5, LayerSelection.ALL)),
            network.parameters(),
            Set.of(),
            Map.of());
    StepSize size = new StepSize();
    float[][] state = rules.optimizer().newState(weights.length);
    Minibatch batch = TestNetworks.batch(network, 16, new Random(9));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    // What a step allocates, it allocates in each of these; what the JVM does now and then for
    // itself (linking, compiling), in some.
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 5; window++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 100 * window + 1; i <= 100 * (window + 1); i++) {
        network.gradient(batch, weights, statistics, gradient, i);
        size.rate = rules.schedule().rate(i - 1);
        size.step = i;
        update.apply(weights, gradient, state, size);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).isZero();
  }

  private record Rules(
      Optimizer optimizer, GradientClipping clipping, LearningRateSchedule schedule) {
    static Rules read(JobFile job) {
      return job.read(
          root -> {
            Optimizer optimizer = Optimizers.read(root, "optimizer");
            return new Rules(
                optimizer,
                GradientClipping.read(root, "clipping"),
                LearningRateSchedule.read(root, "learning-rate", optimizer));
          });
    }
  }

  private static double loss(Network network, Minibatch batch, float[] weights, long seed) {
    return network.gradient(
        batch, weights, network.statistics().initialize(0), new float[weights.length], seed);
  }

  private static Network network(String layers, String loss, int capacity) {
    return new Network(TestNetworks.spec(layers, loss), INPUT, capacity);
  }
}
