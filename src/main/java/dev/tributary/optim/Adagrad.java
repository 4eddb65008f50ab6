package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * AdaGrad: {@code s ← s + g²}, {@code w ← w - η g / (√s + ε)} (Duchi, Hazan and Singer, 2011,
 * figure 1 with diagonal matrices). The sum starts at 0, as in the paper; Keras starts it at 0.1
 * and has ε under the root.
 *
 * @param epsilon ε, the paper's δ; 1e-7 by default, as in Keras (the paper names no value)
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "adagrad",
    formula = "s ← s + g², w ← w − η g / (√s + ε)",
    paper = "Duchi et al., 2011",
    defaults = "epsilon 1e-7")
public record Adagrad(double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "adagrad";
  }

  @Override
  public List<String> state() {
    return List.of("square_sum");
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float eta = (float) size.rate;
    float eps = (float) epsilon;
    float[] sum = state[0];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      sum[i] += g * g;
      weights[i] -= eta * g / ((float) Math.sqrt(sum[i]) + eps);
    }
  }

  /** Reads {@code adagrad}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "adagrad";
    }

    @Override
    public Optimizer read(Section section) {
      return new Adagrad(section.number("epsilon", 1e-7, Range.positive()));
    }
  }
}
