package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;

/**
 * The hyperbolic tangent, {@code f(x) = tanh x}, {@code f' = 1 - f²}; it saturates on both sides.
 */
@Technique(kind = Technique.Kind.ACTIVATION, name = "tanh", formula = "tanh(x)", paper = "–")
public record Tanh() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "tanh";
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      output[i] = Elementary.tanh(input[i]);
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      gradient[i] *= 1f - output[i] * output[i];
    }
  }

  /** Reads {@code tanh} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "tanh";
    }

    @Override
    public Activation read(Section section) {
      return new Tanh();
    }
  }
}
