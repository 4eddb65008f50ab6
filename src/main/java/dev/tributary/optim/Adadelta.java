package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * AdaDelta: {@code s ← ρ s + (1 - ρ) g²}, {@code Δ = -g √(d + ε) / √(s + ε)}, {@code d ← ρ d + (1 -
 * ρ) Δ²}, {@code w ← w + η Δ} (Zeiler, 2012, algorithm 1). The paper has no η: a learning rate of 1
 * is the paper's method.
 *
 * @param rho ρ, {@code [0, 1)}; 0.95 by default
 * @param epsilon ε; 1e-6 by default, both as in the paper (Keras has 1e-7)
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "adadelta",
    formula = "s ← ρ s + (1 − ρ) g², Δ = −g √(d + ε) / √(s + ε), d ← ρ d + (1 − ρ) Δ², w ← w + η Δ",
    paper = "Zeiler, 2012",
    defaults = "rho 0.95, epsilon 1e-6")
public record Adadelta(double rho, double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "adadelta";
  }

  @Override
  public List<String> state() {
    return List.of("mean_square", "mean_square_change");
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float keep = (float) rho;
    float take = (float) (1 - rho);
    float eta = (float) size.rate;
    float eps = (float) epsilon;
    float[] square = state[0];
    float[] changes = state[1];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      square[i] = keep * square[i] + take * g * g;
      float change = -g * (float) Math.sqrt(changes[i] + eps) / (float) Math.sqrt(square[i] + eps);
      changes[i] = keep * changes[i] + take * change * change;
      weights[i] += eta * change;
    }
  }

  /** Reads {@code adadelta}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "adadelta";
    }

    @Override
    public Optimizer read(Section section) {
      return new Adadelta(
          section.number("rho", 0.95, Range.fromBelow(0, 1)),
          section.number("epsilon", 1e-6, Range.positive()));
    }
  }
}
