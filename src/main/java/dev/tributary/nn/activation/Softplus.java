package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;

/**
 * A smooth ReLU, {@code f(x) = ln(1 + e^x)}, {@code f' = 1 / (1 + e^-x) = 1 - e^-f} (Dugas et al.,
 * 2001, eq. 6; Glorot, Bordes and Bengio, 2011). It is computed from {@code e^-|x|}, so that
 * nothing overflows and small values are exact.
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "softplus",
    formula = "ln(1 + eˣ)",
    paper = "Dugas et al., 2001")
public record Softplus() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "softplus";
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    Elementary.softplus(input, output, rows * width);
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      gradient[i] *= -Elementary.expm1OfNegative(-output[i]);
    }
  }

  /** Reads {@code softplus} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "softplus";
    }

    @Override
    public Activation read(Section section) {
      return new Softplus();
    }
  }
}
