package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OuterStepTest {
  private static final int SIZE = 7;
  private static final int ROUNDS = 12;

  /** Against the paper's own form, which divides by the inner rate γ and multiplies with it. */
  @Test
  @Proves("averaging/momentum")
  void momentumIsSlowMosForAConstantRate() {
    double beta = 0.6;
    double alpha = 1.3;
    double gamma = 0.05;
    double[] x = start();
    double[] u = new double[SIZE];
    Trajectory trajectory = new Trajectory(new OuterStep.Momentum(beta, alpha));
    for (int round = 0; round < ROUNDS; round++) {
      float[] average = average(round);
      trajectory.take(average);
      for (int i = 0; i < SIZE; i++) {
        u[i] = beta * u[i] + (x[i] - average[i]) / gamma;
        x[i] -= alpha * gamma * u[i];
      }
      trajectory.isAt(x);
    }
  }

  /** Against the form with a look-ahead: the step from where the momentum alone would lead. */
  @Test
  @Proves("averaging/nesterov")
  void nesterovStepsFromWhereMomentumLeads() {
    double beta = 0.9;
    double alpha = 0.7;
    double[] ahead = start();
    double[] velocity = new double[SIZE];
    Trajectory trajectory = new Trajectory(new OuterStep.Nesterov(beta, alpha));
    for (int round = 0; round < ROUNDS; round++) {
      float[] average = average(round);
      trajectory.take(average);
      for (int i = 0; i < SIZE; i++) {
        double base = ahead[i] - beta * velocity[i];
        double moved = ahead[i] + alpha * (average[i] - ahead[i]);
        velocity[i] = moved - base;
        ahead[i] = moved + beta * velocity[i];
      }
      trajectory.isAt(ahead);
    }
  }

  @Test
  void noneTakesTheAverageBitForBit() {
    float[] average = {-0f, Float.MIN_VALUE, 3.4e38f, 0.1f};
    float[] next = average.clone();
    new OuterStep.None().apply(new float[] {1, 2, 3, 4}, next, new float[0][]);
    for (int i = 0; i < next.length; i++) {
      assertThat(Float.floatToRawIntBits(next[i])).isEqualTo(Float.floatToRawIntBits(average[i]));
    }
  }

  @Test
  void whatDoesNotMoveKeepsItsBits() {
    float[] shared = {-0f, 0f, Float.MIN_VALUE, 0.1f, -3.4e38f};
    for (OuterStep outer :
        List.of(new OuterStep.Momentum(0.5, 1), new OuterStep.Nesterov(0.9, 0.7))) {
      float[][] state = outer.newState(shared.length);
      for (int round = 0; round < 3; round++) {
        float[] next = shared.clone();
        outer.apply(shared, next, state);
        for (int i = 0; i < next.length; i++) {
          assertThat(Float.floatToRawIntBits(next[i]))
              .isEqualTo(Float.floatToRawIntBits(shared[i]));
        }
      }
    }
  }

  @Test
  void autoLooksAtTheNumberOfWorkers() {
    for (int workers = 1; workers < 4; workers++) {
      assertThat(OuterStep.suiting(workers)).isEqualTo(new OuterStep.None());
    }
    assertThat(OuterStep.suiting(4)).isEqualTo(new OuterStep.Momentum(0.2, 1));
    assertThat(OuterStep.suiting(7)).isEqualTo(new OuterStep.Momentum(0.2, 1));
    assertThat(OuterStep.suiting(8)).isEqualTo(new OuterStep.Momentum(0.5, 1));
    assertThat(OuterStep.suiting(15)).isEqualTo(new OuterStep.Momentum(0.5, 1));
    assertThat(OuterStep.suiting(16)).isEqualTo(new OuterStep.Momentum(0.6, 1));
    assertThat(OuterStep.suiting(500)).isEqualTo(new OuterStep.Momentum(0.6, 1));
  }

  @Test
  void readsEachType() {
    assertThat(read("outer = none")).isEqualTo(new OuterStep.None());
    assertThat(read("outer = momentum")).isEqualTo(new OuterStep.Momentum(0.5, 1));
    assertThat(read("outer { type = momentum, momentum = 0.8, rate = 0.9 }"))
        .isEqualTo(new OuterStep.Momentum(0.8, 0.9));
    assertThat(read("outer = nesterov")).isEqualTo(new OuterStep.Nesterov(0.9, 0.7));
    assertThat(read("outer { type = nesterov, momentum = 0, rate = 1 }"))
        .isEqualTo(new OuterStep.Nesterov(0, 1));
    assertThatThrownBy(() -> read("outer { type = momentum, momentum = 1 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("outer.momentum")
        .hasMessageContaining("at least 0 and less than 1");
    assertThatThrownBy(() -> read("outer { type = none, momentum = 0.5 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("outer.momentum")
        .hasMessageContaining("is not a known key");
  }

  private static OuterStep read(String text) {
    return JobFile.parse("test", text, List.of())
        .read(root -> OuterStep.read(root, "outer").orElseThrow());
  }

  private static double[] start() {
    Random random = new Random(1);
    return random.doubles(SIZE, -1, 1).map(value -> (float) value).toArray();
  }

  private static float[] average(int round) {
    Random random = new Random(100 + round);
    float[] average = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      average[i] = (float) random.nextGaussian();
    }
    return average;
  }

  /** Where the step under test leads, round after round. */
  private static final class Trajectory {
    private final OuterStep outer;
    private final float[][] state;
    private float[] at = new float[SIZE];

    Trajectory(OuterStep outer) {
      this.outer = outer;
      this.state = outer.newState(SIZE);
      double[] start = start();
      for (int i = 0; i < SIZE; i++) {
        at[i] = (float) start[i];
      }
    }

    void take(float[] average) {
      float[] next = average.clone();
      outer.apply(at, next, state);
      at = next;
    }

    void isAt(double[] expected) {
      for (int i = 0; i < SIZE; i++) {
        assertThat((double) at[i]).isCloseTo(expected[i], within(1e-5));
      }
    }
  }
}
