package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;

/**
 * {@code f(x) = x / (1 + |x|)}, {@code f' = 1 / (1 + |x|)²}: as tanh, but it comes near its ends
 * like {@code 1/x}, so that it saturates later (Glorot and Bengio, 2010, section 2).
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "softsign",
    formula = "x / (1 + |x|)",
    paper = "Bergstra et al., 2009")
public record Softsign() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "softsign";
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      output[i] = input[i] / (1f + Math.abs(input[i]));
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      float slope = 1f / (1f + Math.abs(input[i]));
      gradient[i] *= slope * slope;
    }
  }

  /** Reads {@code softsign} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "softsign";
    }

    @Override
    public Activation read(Section section) {
      return new Softsign();
    }
  }
}
