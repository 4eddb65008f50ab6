package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.util.Map;

/**
 * The exponential linear unit: {@code f(x) = x} above 0 and {@code α (e^x - 1)} below; {@code f' =
 * 1} and {@code f + α} (Clevert et al., 2016, eq. 15).
 *
 * @param alpha minus the limit at -∞, greater than 0; 1 by default, where the derivative is
 *     continuous
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "elu",
    formula = "x above 0, α (eˣ − 1) below",
    paper = "Clevert et al., 2016",
    defaults = "alpha 1")
public record Elu(double alpha) implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "elu";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("alpha", alpha);
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    float a = (float) alpha;
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      float x = input[i];
      output[i] = Math.max(x, 0f) + a * Elementary.expm1OfNegative(Math.min(x, 0f));
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    float a = (float) alpha;
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      float above = Elementary.step(input[i]);
      gradient[i] *= above + (1f - above) * (Math.min(output[i], 0f) + a);
    }
  }

  /** Reads {@code elu} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "elu";
    }

    @Override
    public Activation read(Section section) {
      return new Elu(section.number("alpha", 1, Range.positive()));
    }
  }
}
