package dev.tributary.interop.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.StepSize;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * Fifty steps of the native engine are fifty of {@code net.fit}: weights, moving statistics and the
 * updater's state.
 */
class TranslatedTrainingTest {
  /** Fifty steps carry what floats round a long way; a rule that differs goes a thousandfold. */
  private static final float TOLERANCE = 5e-4f;

  private static final int STEPS = 50;
  private static final int BATCH = 16;
  private static final int CLASSES = 3;

  static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.1),
        new Nesterovs(0.05, 0.9),
        new Adam(0.01),
        new Adam(0.01, 0.8, 0.95, 1e-3),
        new AMSGrad(0.01),
        new Nadam(0.01),
        new AdaMax(0.01),
        new AdaDelta(0.9, 1e-4),
        new AdaGrad(0.1),
        new RmsProp(0.01, 0.9, 1e-6));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void everyUpdater(IUpdater updater) {
    requireSame(builder -> builder.updater(updater));
  }

  static Stream<IUpdater> schedules() {
    ScheduleType steps = ScheduleType.ITERATION;
    return Stream.of(
        new Sgd(new ExponentialSchedule(steps, 0.1, 0.95)),
        new Sgd(new InverseSchedule(steps, 0.1, 0.25, 0.5)),
        new Nesterovs(new MapSchedule(steps, Map.of(0, 0.1, 10, 0.01, 30, 0.001)), 0.8));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void schedulesByIterations(IUpdater updater) {
    requireSame(builder -> builder.updater(updater));
  }

  @Test
  void penalties() {
    requireSame(builder -> builder.updater(new Sgd(0.1)).l1(1e-3).l2(1e-2));
    requireSame(builder -> builder.updater(new Adam(0.01)).weightDecay(0.1, true));
  }

  @Test
  void clipping() {
    for (GradientNormalization kind :
        new GradientNormalization[] {
          GradientNormalization.ClipElementWiseAbsoluteValue,
          GradientNormalization.ClipL2PerParamType
        }) {
      requireSame(
          withoutNormalization(
              builder ->
                  builder
                      .updater(new Sgd(0.1))
                      .gradientNormalization(kind)
                      .gradientNormalizationThreshold(0.01)));
    }
  }

  @Test
  void namesWhatItCannotTranslate() {
    refuses(builder -> builder.updater(new AdaBelief()), "the updater is AdaBelief");
    refuses(
        builder -> builder.updater(new Sgd(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 5))),
        "the learning rate follows a StepSchedule");
    // Over there it rises, as (1 + t/s)^p, until it falls to 0.
    assertThat(new PolySchedule(ScheduleType.ITERATION, 0.1, 2, 40).valueAt(20, 0))
        .isEqualTo(0.1 * Math.pow(1.5, 2));
    refuses(
        builder -> builder.updater(new Sgd(new PolySchedule(ScheduleType.ITERATION, 0.1, 2, 40))),
        "the learning rate follows a PolySchedule");
    refuses(
        builder -> builder.updater(new Sgd(new ExponentialSchedule(ScheduleType.EPOCH, 0.1, 0.5))),
        "the learning rate changes by epochs: ExponentialSchedule");
    refuses(
        builder ->
            builder.gradientNormalization(GradientNormalization.ClipElementWiseAbsoluteValue),
        "ClipElementWiseAbsoluteValue clips the moving statistics of batch normalization too");
    refuses(
        builder -> builder.updater(new Sgd(0.1)).biasUpdater(new Sgd(0.2)),
        "layer 1 (DenseLayer) has another updater for its bias");
    refuses(builder -> builder.miniBatch(false), "sums over a minibatch");
    refuses(builder -> builder.weightDecay(0.1, false), "doesn't follow the learning rate");
  }

  private static void refuses(
      UnaryOperator<NeuralNetConfiguration.Builder> settings, String message) {
    String json = normalized(settings).getLayerWiseConfigurations().toJson();
    assertThatThrownBy(() -> Configurations.training(json))
        .isInstanceOf(NotTranslatableException.class)
        .hasMessageContaining(message);
  }

  private static void requireSame(UnaryOperator<NeuralNetConfiguration.Builder> settings) {
    requireSame(normalized(settings));
  }

  private static MultiLayerNetwork normalized(
      UnaryOperator<NeuralNetConfiguration.Builder> settings) {
    NeuralNetConfiguration.ListBuilder list = settings.apply(builder()).list();
    list.layer(new DenseLayer.Builder().nIn(5).nOut(8).activation(Activation.TANH).build());
    list.layer(new BatchNormalization.Builder().nIn(8).nOut(8).useLogStd(false).build());
    list.layer(new DenseLayer.Builder().nIn(8).nOut(6).activation(Activation.ELU).build());
    return finished(list);
  }

  private static MultiLayerNetwork withoutNormalization(
      UnaryOperator<NeuralNetConfiguration.Builder> settings) {
    NeuralNetConfiguration.ListBuilder list = settings.apply(builder()).list();
    list.layer(new DenseLayer.Builder().nIn(5).nOut(6).activation(Activation.SIGMOID).build());
    list.layer(new PReLULayer.Builder().inputShape(6).build());
    return finished(list);
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder().seed(3);
  }

  private static MultiLayerNetwork finished(NeuralNetConfiguration.ListBuilder list) {
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nIn(6)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();
    return network;
  }

  private static void requireSame(MultiLayerNetwork theirs) {
    String json = theirs.getLayerWiseConfigurations().toJson();
    TranslatedNetwork translated = Configurations.network(json);
    assertThat(translated.differences()).isEmpty();
    TranslatedTraining training = Configurations.training(json);
    float[] parameters = theirs.params().ravel().toFloatVector();
    float[] weights = translated.order().weights(parameters);
    float[] statistics = translated.order().statistics(parameters);
    assertThat(translated.order().parameters(weights, statistics)).isEqualTo(parameters);

    Network ours = new Network(translated.spec(), translated.input(), BATCH);
    LocalUpdate update =
        new LocalUpdate(training.rule(), ours.parameters(), translated.frozen(), Map.of());
    float[][] state = training.rule().optimizer().newState(weights.length);
    float[] gradient = new float[weights.length];
    Minibatch batch = new Minibatch(BATCH, 5, TargetKind.VALUES, CLASSES);
    batch.rows = BATCH;
    Random random = new Random(11);
    for (int step = 0; step < STEPS; step++) {
      fill(batch, random);
      ours.gradient(batch, weights, statistics, gradient, step);
      update.apply(weights, gradient, state, StepSize.of(training.rate().rate(step), step + 1L));
      theirs.fit(new DataSet(Samples.rows(batch.features, 5), Samples.rows(batch.values, CLASSES)));
    }

    assertThat(translated.order().parameters(weights, statistics))
        .containsExactly(theirs.params().ravel().toFloatVector(), within(TOLERANCE));
    if (state.length > 0) {
      float[] theirState = theirs.getUpdater().getStateViewArray().ravel().toFloatVector();
      assertThat(translated.order().updaterState(state))
          .containsExactly(theirState, within(TOLERANCE));
      assertThat(
              translated
                  .order()
                  .updaterState(translated.order().optimizerState(theirState, state.length)))
          .isEqualTo(theirState);
    }
  }

  private static void fill(Minibatch batch, Random random) {
    for (int i = 0; i < batch.features.length; i++) {
      batch.features[i] = (float) random.nextGaussian();
    }
    Arrays.fill(batch.values, 0f);
    for (int row = 0; row < BATCH; row++) {
      float x = batch.features[row * 5] + batch.features[row * 5 + 1];
      batch.values[row * CLASSES + (x < -0.5 ? 0 : x < 0.5 ? 1 : 2)] = 1f;
    }
  }
}
