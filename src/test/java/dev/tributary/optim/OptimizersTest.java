package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
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
        trajectory(new Adam(0.9, 0.999, 0.5), 0.95, 0.9382417, 0.9007577));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void stepsAsComputedByHand(Optimizer optimizer, double[] expected) {
    float[] weights = {1f};
    float[][] state = optimizer.newState(1);
    for (int i = 0; i < expected.length; i++) {
      optimizer.step(weights, new float[] {GRADIENTS[i]}, state, 0.1, i + 1);
      assertThat((double) weights[0])
          .as("after step %d", i + 1)
          .isCloseTo(expected[i], within(3e-7));
    }
  }

  @Test
  void everyOptimizerIsTested() {
    for (Stream<Arguments> tested : List.of(trajectories(), recursions())) {
      assertThat(tested.map(each -> ((Optimizer) each.get()[0]).name()).distinct())
          .containsExactlyInAnyOrderElementsOf(Optimizers.types().keySet());
    }
  }

  /** One step of a weight's own recursion in double; {@code slope} is the gradient anywhere. */
  private interface Recursion {
    /** The weight after another step. */
    double next();
  }

  /** Starts a recursion at a weight, on {@code curvature·(w - target)²/2}, at a rate. */
  private interface RecursionStart {
    Recursion at(double weight, double curvature, double target, double rate);
  }

  static Stream<Arguments> recursions() {
    return Stream.of(
        Arguments.of(new Sgd(), (RecursionStart) SgdRecursion::new),
        Arguments.of(new Momentum(0.8), (RecursionStart) HeavyBall::new),
        Arguments.of(new Nesterov(0.8), (RecursionStart) Sutskever::new),
        Arguments.of(new Adam(0.8, 0.95, 1e-3), (RecursionStart) KingmaAndBa::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recursions")
  void followsItsPapersRecursionDownAQuadratic(Optimizer optimizer, RecursionStart start) {
    double rate = 0.05;
    double[] curvatures = {0.1, 1, 4, 10};
    float[] weights = {3, -2, 1, 0.5f};
    double[] targets = {1, 1, -1, 0.25};
    Recursion[] expected = new Recursion[4];
    for (int i = 0; i < 4; i++) {
      expected[i] = start.at(weights[i], curvatures[i], targets[i], rate);
    }
    float[] gradient = new float[4];
    float[][] state = optimizer.newState(4);
    for (int step = 1; step <= 50; step++) {
      for (int i = 0; i < 4; i++) {
        gradient[i] = (float) (curvatures[i] * (weights[i] - targets[i]));
      }
      optimizer.step(weights, gradient, state, rate, step);
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
    optimizer.step(new float[2], gradient, optimizer.newState(2), 0.1, 1);
    assertThat(gradient).containsExactly(0.5f, -0.25f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trajectories")
  void keepsAllItsStateInTheVectorsItNames(Optimizer optimizer, double[] ignored) {
    float[][] state = optimizer.newState(3);
    assertThat(state).hasDimensions(optimizer.state().size(), optimizer.state().isEmpty() ? 0 : 3);
    float[] weights = {1, 1, 1};
    optimizer.step(weights, new float[] {1, 2, 3}, state, 0.1, 1);
    float[] again = weights.clone();
    float[][] copied = new float[state.length][];
    for (int i = 0; i < state.length; i++) {
      copied[i] = state[i].clone();
      assertThat(state[i]).as(optimizer.state().get(i)).doesNotContain(0f);
    }
    optimizer.step(weights, new float[] {3, 2, 1}, state, 0.1, 2);
    optimizer.step(again, new float[] {3, 2, 1}, copied, 0.1, 2);
    assertThat(again).isEqualTo(weights);
  }

  @Test
  void readsDefaultsAsDocumented() {
    assertThat(read("optimizer = sgd")).isEqualTo(new Sgd());
    assertThat(read("optimizer = momentum")).isEqualTo(new Momentum(0.9));
    assertThat(read("optimizer { type = nesterov }")).isEqualTo(new Nesterov(0.9));
    assertThat(read("optimizer = adam")).isEqualTo(new Adam(0.9, 0.999, 1e-8));
  }

  @Test
  void readsEverySetting() {
    assertThat(read("optimizer { type = momentum, momentum = 0.5 }")).isEqualTo(new Momentum(0.5));
    assertThat(read("optimizer { type = nesterov, momentum = 0 }")).isEqualTo(new Nesterov(0));
    assertThat(read("optimizer { type = adam, beta1 = 0.8, beta2 = 0.9, epsilon = 0.1 }"))
        .isEqualTo(new Adam(0.8, 0.9, 0.1));
  }

  @Test
  void namesItselfAsTheJobFileDoes() {
    for (String name : Optimizers.types().keySet()) {
      assertThat(read("optimizer = " + name).name()).isEqualTo(name);
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    for (String type : List.of("momentum", "nesterov")) {
      assertThatThrownBy(() -> read("optimizer { type = " + type + ", momentum = 1 }"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageEndingWith(
              "optimizer.momentum (job line 1): found 1; allowed is a number, at least 0 and less"
                  + " than 1");
    }
    assertThatThrownBy(() -> read("optimizer { type = adam, beta1 = 1, beta2 = -1, epsilon = 0 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll(
            "beta1 (job line 1): found 1;",
            "beta2 (job line 1): found -1;",
            "epsilon (job line 1): found 0; allowed is a number, greater than 0");
    assertThatThrownBy(() -> read("optimizer { type = sgd, momentum = 0.9 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("optimizer.momentum (job line 1): is not a known key");
    assertThatThrownBy(() -> read("optimizer = adma"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageEndingWith(
            "optimizer (job line 1): found \"adma\"; allowed is one of adam, momentum, nesterov,"
                + " sgd; did you mean adam?");
  }

  private static Optimizer read(String text) {
    return JobFile.parse("job", text, List.of()).read(root -> Optimizers.read(root, "optimizer"));
  }

  private static Arguments trajectory(Optimizer optimizer, double... weights) {
    return Arguments.of(optimizer, weights);
  }

  /** {@code w ← w - η f'(w)}. */
  private static final class SgdRecursion implements Recursion {
    private final double curvature;
    private final double target;
    private final double rate;
    private double weight;

    SgdRecursion(double weight, double curvature, double target, double rate) {
      this.weight = weight;
      this.curvature = curvature;
      this.target = target;
      this.rate = rate;
    }

    @Override
    public double next() {
      weight -= rate * curvature * (weight - target);
      return weight;
    }
  }

  /** Polyak's own form, without a velocity: {@code w' = w - η f'(w) + μ (w - w before)}. */
  private static final class HeavyBall implements Recursion {
    private final double curvature;
    private final double target;
    private final double rate;
    private double before;
    private double weight;

    HeavyBall(double weight, double curvature, double target, double rate) {
      this.weight = weight;
      this.before = weight;
      this.curvature = curvature;
      this.target = target;
      this.rate = rate;
    }

    @Override
    public double next() {
      double next = weight - rate * curvature * (weight - target) + 0.8 * (weight - before);
      before = weight;
      weight = next;
      return weight;
    }
  }

  /**
   * Sutskever's equations 3 and 4, with the gradient taken ahead: {@code v ← μ v - η f'(θ + μ v)},
   * {@code θ ← θ + v}. The weights of a training are the point ahead, {@code θ + μ v}.
   */
  private static final class Sutskever implements Recursion {
    private final double curvature;
    private final double target;
    private final double rate;
    private double theta;
    private double velocity;

    Sutskever(double weight, double curvature, double target, double rate) {
      this.theta = weight;
      this.curvature = curvature;
      this.target = target;
      this.rate = rate;
    }

    @Override
    public double next() {
      velocity = 0.8 * velocity - rate * curvature * (theta + 0.8 * velocity - target);
      theta += velocity;
      return theta + 0.8 * velocity;
    }
  }

  /** Algorithm 1 of Adam's paper, line by line. */
  private static final class KingmaAndBa implements Recursion {
    private final double curvature;
    private final double target;
    private final double rate;
    private double weight;
    private double m;
    private double v;
    private int t;

    KingmaAndBa(double weight, double curvature, double target, double rate) {
      this.weight = weight;
      this.curvature = curvature;
      this.target = target;
      this.rate = rate;
    }

    @Override
    public double next() {
      t++;
      double g = curvature * (weight - target);
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      double meanEstimate = m / (1 - Math.pow(0.8, (double) t));
      double squareEstimate = v / (1 - Math.pow(0.95, (double) t));
      weight -= rate * meanEstimate / (Math.sqrt(squareEstimate) + 1e-3);
      return weight;
    }
  }
}
