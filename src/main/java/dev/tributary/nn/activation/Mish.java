package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;

/**
 * {@code f(x) = x tanh(softplus(x))} (Misra, 2020, eq. 1).
 *
 * <p>With {@code e = e^x} this is {@code x (e² + 2e) / (e² + 2e + 2)}, and {@code f' = f/x + 4x e
 * (1 + e) / (e² + 2e + 2)²}; above 0 both fractions are taken in {@code u = e^-x}, so that nothing
 * overflows or cancels.
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "mish",
    formula = "x tanh(ln(1 + eˣ))",
    paper = "Misra, 2019")
public record Mish() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "mish";
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    Elementary.expOfNegativeSize(input, output, size);
    for (int i = 0; i < size; i++) {
      float x = input[i];
      float e = output[i];
      float above = Elementary.step(x);
      float top = top(above, e);
      output[i] = x * (top / (top + rest(above, e)));
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    Elementary.expOfNegativeSize(input, output, size);
    for (int i = 0; i < size; i++) {
      float x = input[i];
      float e = output[i];
      float above = Elementary.step(x);
      float top = top(above, e);
      float bottom = top + rest(above, e);
      float slope = e * (1f + e) * (above * e + (1f - above));
      gradient[i] *= top / bottom + 4f * (x * (slope / (bottom * bottom)));
    }
  }

  /**
   * The fraction's top: {@code e² + 2e}, or above 0 {@code (e² + 2e) u² = 1 + 2u}.
   *
   * @param above 1 above 0, else 0
   */
  private static float top(float above, float e) {
    return above * (1f + 2f * e) + (1f - above) * (e * (e + 2f));
  }

  /** What its bottom has more: 2, or above 0 {@code 2u²}. */
  private static float rest(float above, float e) {
    return 2f * (above * (e * e) + (1f - above));
  }

  /** Reads {@code mish} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "mish";
    }

    @Override
    public Activation read(Section section) {
      return new Mish();
    }
  }
}
