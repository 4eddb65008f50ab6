package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;

/**
 * The scaled exponential linear unit: {@code λ x} above 0, {@code λ α (e^x - 1)} below, with the λ
 * and α that keep mean 0 and variance 1 from layer to layer under {@code lecun_normal} (Klambauer
 * et al., 2017, eq. 14).
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "selu",
    formula = "λ x above 0, λ α (eˣ − 1) below; λ = 1.0507, α = 1.6733",
    paper = "Klambauer et al., 2017")
public record Selu() implements Activation {
  private static final long serialVersionUID = 1L;
  private static final double ALPHA = 1.6732632423543772;
  private static final float LAMBDA = (float) 1.0507009873554805;
  private static final float LAMBDA_ALPHA = (float) (1.0507009873554805 * ALPHA);

  /** {@code -λα}: the limit at -∞, below all values. */
  public static final double LOWEST = -1.0507009873554805 * ALPHA;

  @Override
  public String name() {
    return "selu";
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.LECUN_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      float x = input[i];
      output[i] =
          LAMBDA * Math.max(x, 0f) + LAMBDA_ALPHA * Elementary.expm1OfNegative(Math.min(x, 0f));
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      float above = Elementary.step(input[i]);
      gradient[i] *= above * LAMBDA + (1f - above) * (Math.min(output[i], 0f) + LAMBDA_ALPHA);
    }
  }

  /** Reads {@code selu} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "selu";
    }

    @Override
    public Activation read(Section section) {
      return new Selu();
    }
  }
}
