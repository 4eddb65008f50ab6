package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A leaky ReLU of random slope: {@code f(x) = x} above 0 and {@code a x} below, with {@code a}
 * uniform on {@code [lower, upper)}, drawn for each value of each step; in inference {@code a =
 * (lower + upper) / 2} (Xu et al., 2015, section 2.4).
 *
 * <p>The paper draws the divisor, from {@code U(3, 8)}; here, as in PyTorch, the slope itself is
 * drawn, between the same limits. Where outputs are sampled, slopes are drawn too. The step's seed
 * and the layer's place decide all of them.
 *
 * @param lower the least slope, {@code [0, 1]}; 1/8 by default
 * @param upper the largest slope, {@code [lower, 1]}; 1/3 by default
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "rrelu",
    formula =
        "x above 0, a·x below; a uniform in [lower, upper] for each value in training, (lower + upper) / 2 in inference",
    paper = "Xu et al., 2015",
    defaults = "lower 1/8, upper 1/3")
public record RRelu(double lower, double upper) implements Nonlinearity {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "rrelu";

  @Override
  public String type() {
    return NAME;
  }

  @Override
  public String functionName() {
    return NAME;
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("lower", lower);
    settings.put("upper", upper);
    return settings;
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public boolean isRandom() {
    return lower < upper;
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final RandomStream random = new RandomStream(0);
    private final int index;
    private final int width;
    private final float[] slope;
    private final float[] output;

    Running(LayerPlan plan) {
      this.index = plan.index();
      this.width = plan.input().size();
      this.slope = new float[Math.multiplyExact(plan.capacity(), width)];
      this.output = new float[slope.length];
    }

    @Override
    public float[] forward(Step step, float[] input) {
      int size = step.rows * width;
      drawSlopes(step, size);
      for (int i = 0; i < size; i++) {
        slope[i] = input[i] > 0f ? 1f : slope[i];
        output[i] = slope[i] * input[i];
      }
      return output;
    }

    /** One for each value, whatever its sign, so that what is drawn doesn't hang on the data. */
    private void drawSlopes(Step step, int size) {
      float least = (float) lower;
      float spread = (float) (upper - lower);
      random.restart(RandomStream.derive(step.seed, index));
      for (int i = 0; i < size; i++) {
        slope[i] = least + spread * (step.mode.isRandom() ? random.nextFloat() : 0.5f);
      }
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      int size = step.rows * width;
      for (int i = 0; i < size; i++) {
        gradient[i] *= slope[i];
      }
      return gradient;
    }
  }

  /** Reads {@code rrelu}. */
  @AutoService(LayerType.class)
  public static final class Type implements NonlinearityType {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Nonlinearity nonlinearity(Section section) {
      double lower = section.number("lower", 1 / 8.0, Range.between(0, 1));
      double upper = section.number("upper", 1 / 3.0, Range.between(0, 1));
      if (lower > upper) {
        section.complain("lower", "must be at most upper, which is " + upper + "; found " + lower);
      }
      return new RRelu(lower, upper);
    }
  }
}
