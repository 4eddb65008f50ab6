package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.util.Map;

/**
 * The Gaussian error linear unit: {@code f(x) = x Φ(x)} with {@code Φ(x) = erfc(-x/√2) / 2}, the
 * normal distribution function; {@code f' = Φ(x) + x φ(x)} with its density φ (Hendrycks and
 * Gimpel, 2016, section 2).
 *
 * <p>Approximate: {@code f(x) = x (1 + tanh t) / 2} with {@code t = √(2/π) (x + 0.044715 x³)},
 * which is {@code x s} with {@code s = 1 / (1 + e^-2t)}; {@code f' = s + 2 x s (1 - s) dt/dx}. It
 * is within 5·10⁻⁴ of the exact one.
 *
 * @param form the exact one unless {@code approximate = true}
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "gelu",
    formula = "x Φ(x); approximate: x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2",
    paper = "Hendrycks and Gimpel, 2016",
    defaults = "approximate false")
public record Gelu(Form form) implements Activation {
  private static final long serialVersionUID = 1L;
  private static final float DENSITY_AT_0 = (float) 0.3989422804014327; // 1/√(2π)
  private static final float SLOPE = (float) (2 * 0.7978845608028654); // 2 √(2/π)
  private static final float CUBIC = 0.044715f;

  /** How the normal distribution function is computed. */
  public enum Form {
    EXACT,
    TANH
  }

  @Override
  public String name() {
    return "gelu";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("approximate", form == Form.TANH);
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    switch (form) {
      case EXACT -> {
        Elementary.normalDistribution(input, output, size);
        for (int i = 0; i < size; i++) {
          output[i] *= input[i];
        }
      }
      case TANH -> {
        for (int i = 0; i < size; i++) {
          output[i] = input[i] * Elementary.sigmoid(twiceT(input[i]));
        }
      }
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    switch (form) {
      case EXACT -> {
        Elementary.bell(input, output, size);
        for (int i = 0; i < size; i++) {
          output[i] *= Elementary.bellsShare(input[i]) + input[i] * DENSITY_AT_0;
        }
        for (int i = 0; i < size; i++) {
          gradient[i] *= output[i] + Elementary.otherShare(input[i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < size; i++) {
          gradient[i] *= approximateSlope(input[i]);
        }
      }
    }
  }

  private static float approximateSlope(float x) {
    float twiceT = twiceT(x);
    float u = Elementary.exp(-Math.abs(twiceT));
    float s = (twiceT > 0f ? 1f : u) / (1f + u);
    // s (1 - s), without the cancellation near 1.
    float steepness = u / ((1f + u) * (1f + u));
    // Far out this is 0 before what follows overflows.
    return steepness == 0f ? s : s + x * steepness * SLOPE * (1f + 3f * CUBIC * x * x);
  }

  private static float twiceT(float x) {
    return SLOPE * x * (1f + CUBIC * x * x);
  }

  /** Reads {@code gelu} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "gelu";
    }

    @Override
    public Activation read(Section section) {
      return new Gelu(section.flag("approximate", false) ? Form.TANH : Form.EXACT);
    }
  }
}
