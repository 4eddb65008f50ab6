package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.config.JobFile;
import dev.tributary.nn.ParameterLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalUpdateTest {
  private static final ParameterLayout LAYOUT =
      Layouts.of(
          "{type = dense, units = 4, name = a}, batch_normalization,"
              + " {type = dense, units = 3, name = b}, {type = dense, units = 2, name = c}",
          5);

  @Test
  void stepsAllLayersAsOneRange() {
    Recorder recorder = new Recorder();
    float[] weights = random(1);
    update(recorder, Set.of(), Map.of()).apply(weights, random(2), new float[0][], size(0.5, 7));
    assertThat(recorder.steps).containsExactly("0..%d at 0.5, 7".formatted(LAYOUT.size()));
  }

  @Test
  void leavesFrozenLayersOutAndMergesNeighborsOfOneRate() {
    Recorder recorder = new Recorder();
    update(recorder, Set.of("batch_normalization_1"), Map.of("c", 0.25, "b", 0.25))
        .apply(random(1), random(2), new float[0][], size(0.5, 7));
    assertThat(recorder.steps)
        .containsExactly(
            "0..%d at 0.5, 7".formatted(start("batch_normalization_1")),
            "%d..%d at 0.125, 7".formatted(start("b"), LAYOUT.size()));
  }

  /** Not even where the gradient isn't 0 or the optimizer's state says to go on. */
  @Test
  void aFrozenLayerKeepsItsWeightsAndItsState() {
    for (OptimizerType type : Optimizers.types().values()) {
      Optimizer optimizer =
          JobFile.parse("job", "optimizer = " + type.name(), List.of())
              .read(root -> Optimizers.read(root, "optimizer"));
      float[] weights = random(1);
      float[][] state = optimizer.newState(weights.length);
      for (float[] vector : state) {
        Arrays.fill(vector, 0.25f);
      }
      float[] before = weights.clone();
      update(optimizer, Set.of("b"), Map.of()).apply(weights, random(2), state, size(0.5, 3));
      int from = start("b");
      int to = start("c");
      for (int i = 0; i < weights.length; i++) {
        if (i < from || i >= to) {
          assertThat(weights[i]).as("%s, weight %d", optimizer, i).isNotEqualTo(before[i]);
          continue;
        }
        assertThat(weights[i]).as("%s, weight %d", optimizer, i).isEqualTo(before[i]);
        for (float[] vector : state) {
          assertThat(vector[i]).as("%s, state %d", optimizer, i).isEqualTo(0.25f);
        }
      }
    }
  }

  @Test
  void aFactorIsARateOfItsOwn() {
    float[] gradient = random(2);
    float[] half = random(1);
    float[] mixed = half.clone();
    float[] whole = half.clone();
    Optimizer optimizer = new Nesterov(0.9);
    update(optimizer, Set.of(), Map.of())
        .apply(whole, gradient.clone(), optimizer.newState(whole.length), size(0.5, 1));
    update(optimizer, Set.of(), Map.of())
        .apply(half, gradient.clone(), optimizer.newState(half.length), size(0.25, 1));
    update(optimizer, Set.of(), Map.of("b", 0.5))
        .apply(mixed, gradient.clone(), optimizer.newState(mixed.length), size(0.5, 1));
    for (int i = 0; i < mixed.length; i++) {
      boolean slow = i >= start("b") && i < start("c");
      assertThat(mixed[i]).isEqualTo(slow ? half[i] : whole[i]);
    }
  }

  /** Notes its steps; does nothing. */
  private static final class Recorder implements Optimizer {
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> steps = new ArrayList<>();

    @Override
    public String name() {
      return "recorder";
    }

    @Override
    public List<String> state() {
      return List.of();
    }

    @Override
    public void step(
        float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
      steps.add("%d..%d at %s, %d".formatted(from, to, size.rate, size.step));
    }
  }

  private static LocalUpdate update(
      Optimizer optimizer, Set<String> frozen, Map<String, Double> rateFactors) {
    UpdateRule rule = UpdateRule.of(optimizer, new GradientClipping.None());
    return new LocalUpdate(rule, LAYOUT, frozen, rateFactors);
  }

  private static StepSize size(double rate, long step) {
    return StepSize.of(rate, step);
  }

  private static int start(String layer) {
    return Layouts.start(LAYOUT, layer);
  }

  private static float[] random(long seed) {
    return Layouts.random(LAYOUT, seed);
  }
}
