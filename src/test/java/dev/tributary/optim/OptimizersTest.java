package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.optim.PaperRecursions.Start;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Truth 6: each optimizer against steps taken by hand, and against its paper's recursion. */
class OptimizersTest {
  /** The gradients of the steps taken by hand, from weight 1 at rate 0.1. */
  private static final float[] GRADIENTS = {0.5f, -0.25f, 1f};

  static Stream<Arguments> trajectories() {
    return Stream.of(
        // 1 - 0.05; + 0.025; - 0.1
        trajectory(new Sgd(), 0.95, 0.975, 0.875),
        // m = -0.05; 0.9·-0.05 + 0.025 = -0.02; 0.9·-0.02 - 0.1 = -0.118
        // w = 1 - 0.05; 0.95 - 0.02; 0.93 - 0.118
        trajectory(new Momentum(0.9), 0.95, 0.93, 0.812),
        // m as above; w = 1 + 0.9·-0.05 - 0.05; 0.905 + 0.9·-0.02 + 0.025;
        // 0.912 + 0.9·-0.118 - 0.1
        trajectory(new Nesterov(0.9), 0.905, 0.912, 0.7058),
        // m = 0.05; 0.045 - 0.025 = 0.02; 0.018 + 0.1 = 0.118
        // s = 0.00025; 0.00024975 + 0.0000625 = 0.00031225; 0.00031193775 + 0.001 = 0.00131193775
        // m̂ = 0.05/0.1; 0.02/0.19; 0.118/0.271
        // ŝ = 0.00025/0.001; 0.00031225/0.001999; 0.00131193775/0.002997001
        // w = 1 - 0.1·0.5/0.5; 0.9 - 0.1·0.1052632/0.3952254; 0.8733663 - 0.1·0.4354244/0.6616269
        trajectory(new Adam(0.9, 0.999, 1e-8), 0.9, 0.8733663, 0.8075551),
        // A large ε: m and s as above; w = 1 - 0.1·0.5/(0.5 + 0.5); 0.95 - 0.1·0.1052632/0.8952254;
        // 0.9382416 - 0.1·0.4354244/1.1616269
        trajectory(new Adam(0.9, 0.999, 0.5), 0.95, 0.9382417, 0.9007577),
        // s = 0.25; 0.3125; 1.3125; √s = 0.5; 0.5590170; 1.1456439
        // w = 1 - 0.05/0.5; 0.9 + 0.025/0.5590170; 0.9447214 - 0.1/1.1456439
        trajectory(new Adagrad(1e-7), 0.9, 0.9447214, 0.8574342),
        // A large ε: w = 1 - 0.05/1; 0.95 + 0.025/1.0590170; 0.9736068 - 0.1/1.6456439
        trajectory(new Adagrad(0.5), 0.95, 0.9736068, 0.9128403),
        // s = 0.025; 0.0225 + 0.00625 = 0.02875; 0.025875 + 0.1 = 0.125875
        // √(s + ε) = 0.1581142; 0.1695585; 0.3547888
        // w = 1 - 0.05/0.1581142; 0.6837729 + 0.025/0.1695585; 0.8312146 - 0.1/0.3547888
        trajectory(new RmsProp(0.9, 0, 1e-7, false), 0.6837729, 0.8312146, 0.5493567),
        // s as above; a = 0.05; 0.045 - 0.025 = 0.02; 0.018 + 0.1 = 0.118
        // s - a² = 0.0225; 0.02835; 0.111951; √(s - a² + ε) = 0.1802776; 0.1958316; 0.3492148
        // m = -0.05/0.1802776 = -0.2773501; 0.5·-0.2773501 + 0.025/0.1958316 = -0.0110143;
        // 0.5·-0.0110143 - 0.1/0.3492148 = -0.2918638
        trajectory(new RmsProp(0.9, 0.5, 0.01, true), 0.7226499, 0.7116356, 0.4197717),
        // s = 0.0125; 0.011875 + 0.003125 = 0.015; 0.01425 + 0.05 = 0.06425
        // Δ = -0.5·√(1e-6)/√0.012501 = -0.0044720, d = 0.05·Δ² = 9.9992e-7;
        // 0.25·√(1.99992e-6)/√0.015001 = 0.0028866, d = 0.95·9.9992e-7 + 0.05·Δ² = 1.366546e-6;
        // -1·√(2.366546e-6)/√0.064251 = -0.0060690
        trajectory(new Adadelta(0.95, 1e-6), 0.9995528, 0.9998415, 0.9992346),
        // s = 0.125; 0.0625 + 0.03125 = 0.09375; 0.046875 + 0.5 = 0.546875
        // Δ = -0.5·√0.01/√0.135 = -0.1360828, d = 0.5·Δ² = 0.0092593;
        // 0.25·√0.0192593/√0.10375 = 0.1077124, d = 0.5·0.0092593 + 0.5·Δ² = 0.0104306;
        // -1·√0.0204306/√0.556875 = -0.1915410
        trajectory(new Adadelta(0.5, 0.01), 0.9863917, 0.9971630, 0.9780089),
        // m as Adam's; s = 0.125; 0.0625 + 0.03125 = 0.09375; 0.046875 + 0.5 = 0.546875
        // h = 0.125; 0.125 still; 0.546875; ĥ = 0.125/0.5; 0.125/0.75; 0.546875/0.875
        // w = 1 - 0.1·0.5/0.5; 0.9 - 0.1·0.1052632/0.4082483; 0.8742159 - 0.1·0.4354244/0.7905694
        trajectory(new AmsGrad(0.9, 0.5, 1e-8), 0.9, 0.8742159, 0.8191386),
        // m as Adam's; u = 0.5; 0.4995; 1
        // w = 1 - 0.1·0.5/0.5; 0.9 - 0.1·0.1052632/0.4995; 0.8789263 - 0.1·0.4354244/1
        trajectory(new Adamax(0.9, 0.999, 1e-7), 0.9, 0.8789263, 0.8353839),
        // m and ŝ as Adam's; m̄ = 0.9·0.05/0.19 + 0.05/0.1 = 0.7368421;
        // 0.9·0.02/0.271 - 0.025/0.19 = -0.0651583; 0.9·0.118/0.3439 + 0.1/0.271 = 0.6778144
        // w = 1 - 0.1·0.7368421/0.5; 0.8526316 + 0.1·0.0651583/0.3952254;
        // 0.8691179 - 0.1·0.6778144/0.6616269
        trajectory(new Nadam(0.9, 0.999, 1e-8), 0.8526316, 0.8691179, 0.7666713),
        // Adam's steps of 0.1, 0.0266337 and 0.0658112, and 0.1·0.5 of the weight before each:
        // w = 1 - 0.1 - 0.05; 0.85 - 0.0266337 - 0.0425; 0.7808663 - 0.0658112 - 0.0390433
        trajectory(new AdamW(0.9, 0.999, 1e-8, 0.5), 0.85, 0.7808663, 0.6760118),
        // m before = 0; 0.005; 0.00245; β₁ m + 0.1 g = 0.05; -0.0205; 0.102205
        // w = 1 - 0.1; + 0.1; - 0.1
        trajectory(new Lion(0.9, 0.99, 0), 0.9, 1, 0.9),
        // m before = 0; 0.25; 0: β₁ m + 0.1 g = 0.05; 0.2; 0.1
        // w = 1 - 0.1·(1 + 0.5); 0.85 - 0.1·(1 + 0.425); 0.7075 - 0.1·(1 + 0.35375)
        trajectory(new Lion(0.9, 0.5, 0.5), 0.85, 0.7075, 0.572125));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void stepsAsComputedByHand(Optimizer optimizer, double[] expected) {
    float[] weights = {1f};
    float[][] state = optimizer.newState(1);
    for (int i = 0; i < expected.length; i++) {
      step(optimizer, weights, new float[] {GRADIENTS[i]}, state, 0.1, i + 1);
      assertThat((double) weights[0])
          .as("after step %d", i + 1)
          .isCloseTo(expected[i], within(3e-7));
    }
  }

  /** A step with a momentum of the schedule's is that of an optimizer with this momentum. */
  @Test
  void takesTheMomentumThatAScheduleSets() {
    assertMomentumIsTaken(new Momentum(0.9), new Momentum(0.3));
    assertMomentumIsTaken(new Nesterov(0.9), new Nesterov(0.3));
    assertMomentumIsTaken(new RmsProp(0.9, 0.9, 1e-7, true), new RmsProp(0.9, 0.3, 1e-7, true));
    // The one after a step with another: m = 0.9·-0.05 + 0.025, then 0.3·-0.02 - 0.1 = -0.106.
    float[] weights = {1};
    float[][] state = new float[1][1];
    Optimizer optimizer = new Momentum(0.9);
    step(optimizer, weights, new float[] {0.5f}, state, 0.1, 1);
    step(optimizer, weights, new float[] {-0.25f}, state, 0.1, 2);
    StepSize size = StepSize.of(0.1, 3);
    size.momentum = 0.3;
    optimizer.step(weights, new float[] {1}, state, 0, 1, size);
    assertThat((double) weights[0]).isCloseTo(0.93 - 0.106, within(3e-7));
  }

  private static void assertMomentumIsTaken(Optimizer optimizer, Optimizer expected) {
    float[] weights = {1, 2};
    float[] same = weights.clone();
    float[][] state = optimizer.newState(2);
    float[][] sameState = optimizer.newState(2);
    for (int i = 1; i <= 4; i++) {
      StepSize size = StepSize.of(0.1, i);
      size.momentum = 0.3;
      optimizer.step(weights, new float[] {i, -0.5f}, state, 0, 2, size);
      step(expected, same, new float[] {i, -0.5f}, sameState, 0.1, i);
    }
    assertThat(weights).isEqualTo(same);
  }

  @Test
  void everyOptimizerIsTested() {
    for (Stream<Arguments> tested : List.of(trajectories(), recursions())) {
      assertThat(tested.map(each -> ((Optimizer) each.get()[0]).name()).distinct())
          .containsExactlyInAnyOrderElementsOf(Optimizers.types().keySet());
    }
  }

  static Stream<Arguments> recursions() {
    return Stream.of(
        Arguments.of(new Sgd(), (Start) PaperRecursions.RobbinsMonro::new),
        Arguments.of(new Momentum(0.8), (Start) PaperRecursions.HeavyBall::new),
        Arguments.of(new Nesterov(0.8), (Start) PaperRecursions.Sutskever::new),
        Arguments.of(new Adagrad(1e-3), (Start) PaperRecursions.Duchi::new),
        Arguments.of(new RmsProp(0.8, 0, 0.1, false), (Start) PaperRecursions.Hinton::new),
        Arguments.of(new RmsProp(0.8, 0.5, 0.1, true), (Start) PaperRecursions.Graves::new),
        Arguments.of(new Adadelta(0.8, 1e-3), (Start) PaperRecursions.Zeiler::new),
        Arguments.of(new Adam(0.8, 0.95, 1e-3), (Start) PaperRecursions.KingmaAndBa::new),
        Arguments.of(new AmsGrad(0.8, 0.7, 1e-3), (Start) PaperRecursions.Reddi::new),
        Arguments.of(new Adamax(0.8, 0.95, 1e-3), (Start) PaperRecursions.InfinityNorm::new),
        Arguments.of(new Nadam(0.8, 0.95, 1e-3), (Start) PaperRecursions.Dozat::new),
        Arguments.of(
            new AdamW(0.8, 0.95, 1e-3, 0.3), (Start) PaperRecursions.LoshchilovAndHutter::new),
        Arguments.of(new Lion(0.8, 0.95, 0.3), (Start) PaperRecursions.Chen::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recursions")
  void followsItsPapersRecursionDownAQuadratic(Optimizer optimizer, Start start) {
    double rate = 0.05;
    double[] curvatures = {0.1, 1, 4, 10};
    float[] weights = {3, -2, 1, 0.5f};
    double[] targets = {1, 1, -1, 0.25};
    PaperRecursions.Descent[] expected = new PaperRecursions.Descent[4];
    for (int i = 0; i < 4; i++) {
      expected[i] = start.at(weights[i], curvatures[i], targets[i], rate);
    }
    float[] gradient = new float[4];
    float[][] state = optimizer.newState(4);
    for (int step = 1; step <= 50; step++) {
      for (int i = 0; i < 4; i++) {
        gradient[i] = (float) (curvatures[i] * (weights[i] - targets[i]));
      }
      step(optimizer, weights, gradient, state, rate, step);
      for (int i = 0; i < 4; i++) {
        assertThat((double) weights[i])
            .as("weight %d after step %d", i, step)
            .isCloseTo(expected[i].next(), within(1e-5));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void readsTheGradientOnly(Optimizer optimizer, double[] ignored) {
    float[] gradient = {0.5f, -0.25f};
    step(optimizer, new float[2], gradient, optimizer.newState(2), 0.1, 1);
    assertThat(gradient).containsExactly(0.5f, -0.25f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void keepsAllItsStateInTheVectorsItNames(Optimizer optimizer, double[] ignored) {
    float[][] state = optimizer.newState(3);
    assertThat(state).hasDimensions(optimizer.state().size(), optimizer.state().isEmpty() ? 0 : 3);
    float[] weights = {1, 1, 1};
    step(optimizer, weights, new float[] {1, 2, 3}, state, 0.1, 1);
    float[] again = weights.clone();
    float[][] copied = new float[state.length][];
    for (int i = 0; i < state.length; i++) {
      copied[i] = state[i].clone();
      assertThat(state[i]).as(optimizer.state().get(i)).doesNotContain(0f);
    }
    step(optimizer, weights, new float[] {3, 2, 1}, state, 0.1, 2);
    step(optimizer, again, new float[] {3, 2, 1}, copied, 0.1, 2);
    assertThat(again).isEqualTo(weights);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void nanReachesTheWeightsToBeNoticed(Optimizer optimizer, double[] ignored) {
    float[] weights = {1, 1};
    float[][] state = optimizer.newState(2);
    step(optimizer, weights, new float[] {Float.NaN, 1}, state, 0.1, 1);
    assertThat(weights[0]).isNaN();
    assertThat(weights[1]).isFinite();
    step(optimizer, weights, new float[] {1, 1}, state, 0.1, 2);
    assertThat(weights[0]).isNaN();
  }

  /** Units that never fire have such weights. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void weightsWithoutAGradientStayFinite(Optimizer optimizer, double[] ignored) {
    float[] weights = {0};
    float[][] state = optimizer.newState(1);
    for (int step = 1; step <= 10; step++) {
      step(optimizer, weights, new float[1], state, 0.1, step);
    }
    assertThat(weights).containsExactly(0f);
  }

  /** A mean square less the squared mean is rounded to below -ε for some of these. */
  @Test
  void centeredRmspropBearsLargeConstantGradients() {
    Optimizer optimizer = new RmsProp(0.9, 0, 1e-7, true);
    float[] weights = new float[100];
    float[] gradient = new float[100];
    for (int i = 0; i < 100; i++) {
      gradient[i] = 1000 + 1.7f * i;
    }
    float[][] state = optimizer.newState(100);
    boolean negative = false;
    for (int step = 1; step <= 500; step++) {
      step(optimizer, weights, gradient, state, 1e-6, step);
      for (int i = 0; i < 100; i++) {
        negative |= state[0][i] - state[1][i] * state[1][i] < -1e-7f;
        assertThat(weights[i]).isFinite();
      }
    }
    assertThat(negative).as("rounded below -ε").isTrue();
  }

  /** Its vectors are all that training averages and keeps, so none is kept that says nothing. */
  @Test
  void rmspropKeepsOnlyTheVectorsThatItNeeds() {
    assertThat(new RmsProp(0.9, 0, 1e-7, false).state()).containsExactly("mean_square");
    assertThat(new RmsProp(0.9, 0, 1e-7, true).state())
        .containsExactly("mean_square", "mean_gradient");
    assertThat(new RmsProp(0.9, 0.5, 1e-7, false).state())
        .containsExactly("mean_square", "momentum");
    assertThat(new RmsProp(0.9, 0.5, 1e-7, true).state())
        .containsExactly("mean_square", "mean_gradient", "momentum");
  }

  @Test
  void readsDefaultsAsDocumented() {
    assertThat(read("optimizer = sgd")).isEqualTo(new Sgd());
    assertThat(read("optimizer = momentum")).isEqualTo(new Momentum(0.9));
    assertThat(read("optimizer { type = nesterov }")).isEqualTo(new Nesterov(0.9));
    assertThat(read("optimizer = adam")).isEqualTo(new Adam(0.9, 0.999, 1e-8));
    assertThat(read("optimizer = adagrad")).isEqualTo(new Adagrad(1e-7));
    assertThat(read("optimizer = rmsprop")).isEqualTo(new RmsProp(0.9, 0, 1e-7, false));
    assertThat(read("optimizer = adadelta")).isEqualTo(new Adadelta(0.95, 1e-6));
    assertThat(read("optimizer = amsgrad")).isEqualTo(new AmsGrad(0.9, 0.999, 1e-8));
    assertThat(read("optimizer = adamax")).isEqualTo(new Adamax(0.9, 0.999, 1e-7));
    assertThat(read("optimizer = nadam")).isEqualTo(new Nadam(0.9, 0.999, 1e-8));
    assertThat(read("optimizer = adamw")).isEqualTo(new AdamW(0.9, 0.999, 1e-8, 0.004));
    assertThat(read("optimizer = lion")).isEqualTo(new Lion(0.9, 0.99, 0));
  }

  @Test
  void readsEverySetting() {
    assertThat(read("optimizer { type = momentum, momentum = 0.5 }")).isEqualTo(new Momentum(0.5));
    assertThat(read("optimizer { type = nesterov, momentum = 0 }")).isEqualTo(new Nesterov(0));
    assertThat(read("optimizer { type = adam, beta1 = 0.8, beta2 = 0.9, epsilon = 0.1 }"))
        .isEqualTo(new Adam(0.8, 0.9, 0.1));
    assertThat(read("optimizer { type = adagrad, epsilon = 0.1 }")).isEqualTo(new Adagrad(0.1));
    assertThat(
            read(
                "optimizer { type = rmsprop, rho = 0.8, momentum = 0.5, epsilon = 0.1,"
                    + " centered = true }"))
        .isEqualTo(new RmsProp(0.8, 0.5, 0.1, true));
    assertThat(read("optimizer { type = adadelta, rho = 0.8, epsilon = 0.1 }"))
        .isEqualTo(new Adadelta(0.8, 0.1));
    assertThat(read("optimizer { type = amsgrad, beta1 = 0.8, beta2 = 0.9, epsilon = 0.1 }"))
        .isEqualTo(new AmsGrad(0.8, 0.9, 0.1));
    assertThat(read("optimizer { type = adamax, beta1 = 0.8, beta2 = 0.9, epsilon = 0.1 }"))
        .isEqualTo(new Adamax(0.8, 0.9, 0.1));
    assertThat(read("optimizer { type = nadam, beta1 = 0.8, beta2 = 0.9, epsilon = 0.1 }"))
        .isEqualTo(new Nadam(0.8, 0.9, 0.1));
    assertThat(
            read(
                "optimizer { type = adamw, beta1 = 0.8, beta2 = 0.9, epsilon = 0.1,"
                    + " weight-decay = 0.2 }"))
        .isEqualTo(new AdamW(0.8, 0.9, 0.1, 0.2));
    assertThat(read("optimizer { type = lion, beta1 = 0.8, beta2 = 0.9, weight-decay = 0.2 }"))
        .isEqualTo(new Lion(0.8, 0.9, 0.2));
  }

  @Test
  void namesItselfAsTheJobFileDoes() {
    for (String name : Optimizers.types().keySet()) {
      assertThat(read("optimizer = " + name).name()).isEqualTo(name);
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    for (String type : List.of("momentum", "nesterov", "rmsprop")) {
      assertThatThrownBy(() -> read("optimizer { type = " + type + ", momentum = 1 }"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageEndingWith(
              "optimizer.momentum (job line 1): found 1; allowed is a number, at least 0 and less"
                  + " than 1");
    }
    for (String type : List.of("adam", "amsgrad", "adamax", "nadam", "adamw")) {
      assertThatThrownBy(
              () -> read("optimizer { type = " + type + ", beta1 = 1, beta2 = -1, epsilon = 0 }"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContainingAll(
              "beta1 (job line 1): found 1;",
              "beta2 (job line 1): found -1;",
              "epsilon (job line 1): found 0; allowed is a number, greater than 0");
    }
    for (String type : List.of("rmsprop", "adadelta")) {
      assertThatThrownBy(() -> read("optimizer { type = " + type + ", rho = 1, epsilon = 0 }"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContainingAll(
              "rho (job line 1): found 1; allowed is a number, at least 0 and less than 1",
              "epsilon (job line 1): found 0; allowed is a number, greater than 0");
    }
    assertThatThrownBy(() -> read("optimizer { type = rmsprop, centered = 1 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("centered (job line 1): found 1; allowed is true or false");
    assertThatThrownBy(() -> read("optimizer { type = adagrad, epsilon = 0 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("epsilon (job line 1): found 0; allowed is a number, greater than 0");
    assertThatThrownBy(() -> read("optimizer { type = lion, beta1 = 1, beta2 = -1 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll("beta1 (job line 1): found 1;", "beta2 (job line 1): found -1;");
    for (String type : List.of("adamw", "lion")) {
      assertThatThrownBy(() -> read("optimizer { type = " + type + ", weight-decay = -1 }"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining(
              "weight-decay (job line 1): found -1; allowed is a number, at least 0");
    }
    assertThatThrownBy(() -> read("optimizer { type = sgd, momentum = 0.9 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("optimizer.momentum (job line 1): is not a known key");
    assertThatThrownBy(() -> read("optimizer = adma"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageEndingWith(
            "optimizer (job line 1): found \"adma\"; allowed is one of adadelta, adagrad, adam,"
                + " adamax, adamw, amsgrad, lion, momentum, nadam, nesterov, rmsprop, sgd; did you"
                + " mean adam?");
  }

  private static Optimizer read(String text) {
    return JobFile.parse("job", text, List.of()).read(root -> Optimizers.read(root, "optimizer"));
  }

  private static void step(
      Optimizer optimizer,
      float[] weights,
      float[] gradient,
      float[][] state,
      double rate,
      long step) {
    optimizer.step(weights, gradient, state, 0, weights.length, StepSize.of(rate, step));
  }

  private static Arguments trajectory(Optimizer optimizer, double... weights) {
    return Arguments.of(optimizer, weights);
  }
}
