package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where examples have steps or pixels, layers treat each as an example of its channels. */
class PositionsTest {
  private static final int ROWS = 4;
  private static final int STEPS = 3;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{type = batch_normalization, momentum = 0.5}",
        "layer_normalization",
        "{type = activation, function = softmax}",
        "{type = activation, function = elu}"
      })
  @Proves({"layer/reshape", "layer/batch_normalization", "layer/layer_normalization"})
  void treatsEachStepAsAnExample(String layer) {
    NetworkSpec flat = TestNetworks.spec("[" + layer + "]", "mse");
    NetworkSpec shaped =
        TestNetworks.spec("[{type = reshape, shape = [3, 2]}, " + layer + ", flatten]", "mse");
    Network one = new Network(flat, Shape.of(2), ROWS * STEPS);
    Network other = new Network(shaped, Shape.of(6), ROWS);
    Random random = new Random(1);
    float[] weights = TestNetworks.weights(one, random);
    Minibatch steps = TestNetworks.batch(one, ROWS * STEPS, random);
    Minibatch rows = new Minibatch(ROWS, 6, TargetKind.VALUES, 6);
    rows.rows = ROWS;
    System.arraycopy(steps.features, 0, rows.features, 0, steps.features.length);
    System.arraycopy(steps.values, 0, rows.values, 0, steps.values.length);
    assertThat(other.parameters().size()).isEqualTo(weights.length);

    float[] gradient = new float[weights.length];
    float[] moved = one.statistics().initialize(1);
    double loss = one.gradient(steps, weights, moved, gradient, 1);
    float[] otherGradient = new float[weights.length];
    float[] otherMoved = other.statistics().initialize(1);
    assertThat(other.gradient(rows, weights, otherMoved, otherGradient, 1))
        .isCloseTo(loss, within(1e-12));
    assertThat(otherGradient).containsExactly(gradient);
    assertThat(otherMoved).containsExactly(moved);
    assertThat(other.outputs(rows.features, ROWS, weights, otherMoved))
        .containsExactly(one.outputs(steps.features, ROWS * STEPS, weights, moved));
  }

  @Test
  void saysWhatAShapeMustHold() {
    NetworkSpec spec = TestNetworks.spec("[{type = reshape, shape = [3, 2]}, flatten]", "mse");
    assertThatThrownBy(() -> new Network(spec, Shape.of(5), 1))
        .hasMessage("Layer reshape_1: its shape, 3×2, has 6 values, but an example here has 5");
  }

  @Test
  void saysWhichLayerTheNativeEngineLacks() {
    assertThatThrownBy(
            () ->
                JobFile.parse(
                        "job",
                        "layers = [{type = lstm, units = 2, name = memory}], loss = mse",
                        List.of())
                    .read(root -> NetworkSpec.read(root, root, Engine.NATIVE)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("the native engine has no lstm (layer memory)")
        .hasMessageContaining("engine = auto or dl4j");
  }

  @Test
  void buildsFromTheSpec() {
    NetworkSpec spec = TestNetworks.spec("[{type = dense, units = 2}]", "mse");
    assertThat(spec.build(Shape.of(3), 5, Set.of("dense_1")).frozen()).containsExactly("dense_1");
  }
}
