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
 * {@code f(x) = x} above 0 and {@code negativeSlope · x} below, so that no unit dies (Maas et al.,
 * 2013).
 *
 * @param negativeSlope the slope below 0, {@code [0, 1)}; 0.2 by default
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "leaky_relu",
    formula = "x above 0, a·x below",
    paper = "Maas et al., 2013",
    defaults = "negative-slope 0.2")
public record LeakyRelu(double negativeSlope) implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "leaky_relu";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("negative-slope", negativeSlope);
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    float slope = (float) negativeSlope;
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      output[i] = Math.max(input[i], 0f) + slope * Math.min(input[i], 0f);
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    float slope = (float) negativeSlope;
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      float above = Elementary.step(input[i]);
      gradient[i] *= above + (1f - above) * slope;
    }
  }

  /** Reads {@code leaky_relu} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "leaky_relu";
    }

    @Override
    public Activation read(Section section) {
      return new LeakyRelu(section.number("negative-slope", 0.2, Range.fromBelow(0, 1)));
    }
  }
}
