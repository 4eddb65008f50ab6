package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;

/**
 * The logistic function, {@code f(x) = 1 / (1 + e^-x)}, {@code f' = f (1 - f)}; it saturates on
 * both sides.
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "sigmoid",
    formula = "1 / (1 + e⁻ˣ)",
    paper = "–")
public record Sigmoid() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "sigmoid";
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    Elementary.sigmoid(input, output, rows * width);
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      gradient[i] *= output[i] * (1f - output[i]);
    }
  }

  /** Reads {@code sigmoid} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "sigmoid";
    }

    @Override
    public Activation read(Section section) {
      return new Sigmoid();
    }
  }
}
