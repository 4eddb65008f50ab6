package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/** Plain stochastic gradient descent: {@code w ← w - η g} (Robbins and Monro, 1951). */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "sgd",
    formula = "w ← w − η g",
    paper = "Robbins and Monro, 1951")
public record Sgd() implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "sgd";
  }

  @Override
  public List<String> state() {
    return List.of();
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float eta = (float) size.rate;
    for (int i = from; i < to; i++) {
      weights[i] -= eta * gradient[i];
    }
  }

  /** Reads {@code sgd}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "sgd";
    }

    @Override
    public Optimizer read(Section section) {
      return new Sgd();
    }
  }
}
