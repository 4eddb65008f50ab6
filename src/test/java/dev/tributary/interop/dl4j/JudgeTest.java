package dev.tributary.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.interop.archive.Configurations;
import dev.tributary.interop.archive.TranslatedNetwork;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.TargetKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Random networks through both engines, which share no line: the same loss, the same gradient, the
 * same running statistics. Deeplearning4j's configuration is translated, and so is judged as well.
 */
class JudgeTest {
  private static final int NETWORKS = 300;
  private static final List<Activation> FUNCTIONS =
      List.of(
          Activation.ELU,
          Activation.SELU,
          Activation.RELU,
          Activation.RELU6,
          Activation.LEAKYRELU,
          Activation.SWISH,
          Activation.MISH,
          Activation.SOFTPLUS,
          Activation.SOFTSIGN,
          Activation.TANH,
          Activation.SIGMOID,
          Activation.SOFTMAX,
          Activation.IDENTITY);

  @Test
  void bothEnginesAgreeOnRandomNetworks() {
    Random random = new Random(20260101);
    int compared = 0;
    for (int i = 0; i < NETWORKS; i++) {
      compared += compare(random, i) ? 1 : 0;
    }
    assertThat(compared).isEqualTo(NETWORKS);
  }

  private static boolean compare(Random random, int number) {
    int inputs = 1 + random.nextInt(7);
    int rows = 1 + random.nextInt(12);
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(number).weightInit(WeightInit.XAVIER).list();
    StringBuilder words = new StringBuilder("network " + number + ": ");
    int depth = random.nextInt(5);
    for (int layer = 0; layer < depth; layer++) {
      Activation function = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
      // An activation that stands first doesn't say how wide its input is.
      switch (layer == 0 ? 2 : random.nextInt(4)) {
        case 0 -> {
          // Of one row there is no variance, and nothing to compare but rounding.
          if (rows > 1) {
            layers.layer(
                new BatchNormalization.Builder()
                    .eps(random.nextBoolean() ? 1e-5 : 1e-2)
                    .decay(random.nextBoolean() ? 0.9 : 0.5)
                    .useLogStd(random.nextBoolean())
                    .build());
            words.append("batch normalization, ");
          }
        }
        case 1 -> {
          layers.layer(new ActivationLayer(function));
          words.append(function).append(", ");
        }
        default -> {
          layers.layer(
              new DenseLayer.Builder()
                  .nOut(1 + random.nextInt(8))
                  .hasBias(random.nextBoolean())
                  .activation(function)
                  .build());
          words.append("dense ").append(function).append(", ");
        }
      }
    }
    int kind = random.nextInt(3);
    int outputs = 1 + random.nextInt(5) + (kind == 0 ? 1 : 0);
    layers.layer(
        switch (kind) {
          case 0 -> output(LossFunction.MCXENT, Activation.SOFTMAX, outputs);
          case 1 -> output(LossFunction.XENT, Activation.SIGMOID, outputs);
          default -> output(LossFunction.MSE, Activation.IDENTITY, outputs);
        });
    words.append(outputs).append(" outputs of loss ").append(kind);
    MultiLayerNetwork theirs =
        new MultiLayerNetwork(layers.setInputType(InputType.feedForward(inputs)).build());
    theirs.init();
    theirs.initGradientsView();
    Minibatch batch = new Minibatch(rows, inputs, TargetKind.VALUES, outputs);
    batch.rows = rows;
    fill(batch, kind, outputs, random);
    // Of several sigmoids, Deeplearning4j takes the sum where the mean is taken here.
    compare(words.toString(), theirs, batch, outputs, kind == 1 ? outputs : 1);
    return true;
  }

  private static OutputLayer output(LossFunction loss, Activation activation, int outputs) {
    return new OutputLayer.Builder(loss).nOut(outputs).activation(activation).build();
  }

  private static void fill(Minibatch batch, int kind, int outputs, Random random) {
    for (int i = 0; i < batch.features.length; i++) {
      batch.features[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < batch.rows; row++) {
      int hot = random.nextInt(outputs);
      for (int j = 0; j < outputs; j++) {
        batch.values[row * outputs + j] =
            switch (kind) {
              case 0 -> j == hot ? 1f : 0f;
              case 1 -> random.nextBoolean() ? 1f : 0f;
              default -> (float) random.nextGaussian();
            };
      }
    }
  }

  private static void compare(
      String words, MultiLayerNetwork theirs, Minibatch batch, int outputs, int summed) {
    TranslatedNetwork translated =
        Configurations.network(theirs.getLayerWiseConfigurations().toJson());
    Network ours =
        new Network(translated.spec(), translated.input(), batch.rows, translated.frozen());
    float[] parameters = Numbers.of(theirs.params());
    float[] weights = translated.order().weights(parameters);
    float[] statistics = translated.order().statistics(parameters);
    float[] gradient = new float[weights.length];
    double loss = ours.gradient(batch, weights, statistics, gradient, 1);

    theirs.setInput(Nd4j.create(batch.features, new long[] {batch.rows, batch.width}, 'c'));
    theirs.setLabels(Nd4j.create(batch.values, new long[] {batch.rows, outputs}, 'c'));
    theirs.computeGradientAndScore(LayerWorkspaceMgr.noWorkspaces());
    assertThat(loss)
        .as(words)
        .isCloseTo(theirs.score() / summed, within(1e-4 * (1 + Math.abs(loss))));
    Map<String, INDArray> gradients = theirs.gradient().gradientForVariable();
    float[] flat = new float[parameters.length];
    float[] moved = new float[parameters.length];
    int at = 0;
    for (var entry : theirs.paramTable().entrySet()) {
      INDArray own = gradients.get(entry.getKey());
      float[] values = own.dup('f').data().asFloat();
      boolean statistic = entry.getKey().matches("\\d+_(mean|var|log10stdev)");
      for (int i = 0; i < values.length; i++) {
        flat[at + i] = values[i] / batch.rows / summed;
        moved[at + i] = parameters[at + i] - (statistic ? values[i] : 0);
      }
      at += values.length;
    }
    float[] expected = translated.order().weights(flat);
    double largest = 1e-3;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) gradient[i])
          .as("%s: gradient %d", words, i)
          .isCloseTo(expected[i], within(2e-3 * Math.abs(expected[i]) + 5e-4 * largest));
    }
    float[] means = translated.order().statistics(moved);
    for (int i = 0; i < means.length; i++) {
      assertThat((double) statistics[i])
          .as("%s: statistic %d", words, i)
          .isCloseTo(means[i], within(1e-3 * (1 + Math.abs(means[i]))));
    }
  }

  /** Deeplearning4j's ELU goes down with the slope of α = 1, whatever α. */
  @Test
  void exceptForTheSlopeOfAnElu() {
    INDArray x = Nd4j.createFromArray(-1f).reshape(1, 1);
    double theirs = slope(new ActivationELU(0.3), x);
    assertThat(theirs).isCloseTo(Math.exp(-1), within(1e-5));
    assertThat(slope(new RightElu(0.3), x)).isCloseTo(0.3 * Math.exp(-1), within(1e-5));
  }

  /** Deeplearning4j's GELU is {@code x σ(1.702 x)} unless it is told to be precise. */
  @Test
  void exceptForAnImpreciseGelu() {
    INDArray y = Activation.GELU.getActivationFunction().getActivation(Nd4j.ones(1, 1), false);
    assertThat(y.getDouble(0)).isCloseTo(1 / (1 + Math.exp(-1.702)), within(1e-4));
  }

  /** Deeplearning4j's RReLU goes down with another slope than it went up with. */
  @Test
  void exceptForRandomSlopes() {
    Nd4j.getRandom().setSeed(1);
    ActivationRReLU function = new ActivationRReLU(0.1, 0.9);
    INDArray x = Nd4j.ones(1, 50).negi();
    INDArray y = function.getActivation(x.dup(), true);
    INDArray slopes = function.backprop(x.dup(), Nd4j.ones(1, 50)).getFirst();
    assertThat(y.neg().distance2(slopes)).isGreaterThan(0.1);
  }

  /** Deeplearning4j's LECUN_UNIFORM has three times the variance of LeCun et al.'s. */
  @Test
  void exceptForTheVarianceOfInitializers() {
    int units = 300;
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.LECUN_UNIFORM)
                .list()
                .layer(new DenseLayer.Builder().nIn(units).nOut(units).build())
                .layer(output(LossFunction.MSE, Activation.IDENTITY, 1))
                .setInputType(InputType.feedForward(units))
                .build());
    network.init();
    double variance = network.getParam("0_W").varNumber().doubleValue();
    assertThat(variance * units).isCloseTo(3, within(0.1));
  }

  private static double slope(IActivation function, INDArray x) {
    return function.backprop(x.dup(), Nd4j.onesLike(x)).getFirst().getDouble(0);
  }
}
