package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.nn.Shape;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.layer.Step.Mode;
import dev.tributary.techniques.Proves;
import org.junit.jupiter.api.Test;

class PReluTest {
  private static final PRelu PER_UNIT = new PRelu(PRelu.Slopes.PER_UNIT, 0.25);
  private static final PRelu SHARED = new PRelu(PRelu.Slopes.SHARED, 0.25);

  /** Values and derivatives at both ends, at 0 and -0, and between. */
  @Proves("activation/prelu")
  @Test
  void hasItsClosedForm() {
    Layer layer = Layers.at(0, SHARED, 1, 6);
    float[] input = {-1e30f, -1f, -0f, 0f, 1f, 1e30f};
    Step step = Layers.step(Mode.TRAINING, 1, 1, -0.5f);
    assertThat(layer.forward(step, input)).containsExactly(0.5e30f, 0.5f, 0f, -0f, 1f, 1e30f);
    assertThat(layer.backward(step, Layers.filled(6, 2f)))
        .containsExactly(-1f, -1f, -1f, -1f, 2f, 2f);
  }

  /** {@code dα = Σ dY·min(x, 0)}, by hand: two rows of three units. */
  @Test
  void slopesLearnFromNegativeInputs() {
    float[] input = {-1, 2, -3, -4, 5, 6};
    float[] gradient = {10, 20, 30, 40, 50, 60};
    Step own = Layers.step(Mode.TRAINING, 2, 1, 0.1f, 0.2f, 0.3f);
    Layer perUnit = Layers.at(0, PER_UNIT, 2, 3);
    perUnit.forward(own, input);
    perUnit.backward(own, gradient.clone());
    assertThat(own.gradient).containsExactly(-10 - 160, 0, -90);

    Step one = Layers.step(Mode.TRAINING, 2, 1, 0.1f);
    Layer shared = Layers.at(0, SHARED, 2, 3);
    shared.forward(one, input);
    shared.backward(one, gradient.clone());
    assertThat(one.gradient).containsExactly(-10 - 160 - 90);
  }

  @Proves("activation/prelu")
  @Test
  void eachUnitHasASlopeUnlessTheyShareIt() {
    assertThat(PER_UNIT.parameters(Shape.of(2, 3)))
        .containsExactly(TensorSpec.vector("alpha", 6, new Constant(0.25)));
    assertThat(SHARED.parameters(Shape.of(2, 3)))
        .containsExactly(TensorSpec.vector("alpha", 1, new Constant(0.25)));
  }

  @Test
  void nanStaysNan() {
    Step step = Layers.step(Mode.TRAINING, 1, 1, 0.25f);
    assertThat(Layers.at(0, SHARED, 1, 1).forward(step, new float[] {Float.NaN})[0]).isNaN();
  }
}
