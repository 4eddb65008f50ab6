package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;

/**
 * The rectified linear unit, {@code f(x) = max(0, x)}; the derivative at 0 is taken as 0 (Nair and
 * Hinton, 2010).
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "relu",
    formula = "max(0, x)",
    paper = "Nair and Hinton, 2010")
public record Relu() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      output[i] = Math.max(0f, input[i]);
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      gradient[i] *= Elementary.step(output[i]);
    }
  }

  /** Reads {@code relu} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "relu";
    }

    @Override
    public Activation read(Section section) {
      return new Relu();
    }
  }
}
