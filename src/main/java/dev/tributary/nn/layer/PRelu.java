package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Rows;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A leaky ReLU that learns its slope: {@code f(x) = x} above 0 and {@code α x} below (He et al.,
 * 2015, section 2.1).
 *
 * <p>Gradients: {@code dX = dY} above 0 and {@code α dY} below; {@code dα = Σ dY·min(x, 0)} over
 * the rows, and over the units too where they share it. Like the paper's, α is no kernel: nothing
 * draws it to 0.
 *
 * @param slopes whether each unit has one of its own; the default
 * @param initialSlope where α starts, {@code [0, 1]}; 0.25 by default, as in the paper
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "prelu",
    formula = "x above 0, a·x below; a is learned, per unit or shared",
    paper = "He et al., 2015",
    defaults = "shared false, initial-slope 0.25")
public record PRelu(Slopes slopes, double initialSlope) implements Nonlinearity {
  /** How many slopes there are to learn. */
  public enum Slopes {
    PER_UNIT,
    SHARED
  }

  private static final long serialVersionUID = 1L;
  private static final String NAME = "prelu";

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
    settings.put("shared", slopes == Slopes.SHARED);
    settings.put("initial-slope", initialSlope);
    return settings;
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    int count = slopes == Slopes.SHARED ? 1 : input.size();
    return List.of(TensorSpec.vector("alpha", count, new Constant(initialSlope)));
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final int width;
    private final int alpha;
    private final boolean learns;
    private final float[] slope;
    private final float[] slopeGradient;
    private final float[] output;
    private float[] input = new float[0];

    Running(LayerPlan plan) {
      this.width = plan.input().size();
      this.alpha = plan.parameters().get(0);
      this.learns = plan.role() == LayerPlan.Role.TRAINABLE;
      this.slope = new float[width];
      this.slopeGradient = new float[width];
      this.output = new float[Math.multiplyExact(plan.capacity(), width)];
    }

    @Override
    public float[] forward(Step step, float[] features) {
      input = features;
      for (int j = 0; j < width; j++) {
        slope[j] = step.weights[slopes == Slopes.SHARED ? alpha : alpha + j];
      }
      for (int row = 0; row < step.rows; row++) {
        int from = row * width;
        for (int j = 0; j < width; j++) {
          float x = input[from + j];
          output[from + j] = x > 0f ? x : slope[j] * x;
        }
      }
      return output;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      if (learns) {
        parameterGradient(step, gradient);
      }
      for (int row = 0; row < step.rows; row++) {
        int from = row * width;
        for (int j = 0; j < width; j++) {
          gradient[from + j] *= input[from + j] > 0f ? 1f : slope[j];
        }
      }
      return gradient;
    }

    private void parameterGradient(Step step, float[] gradient) {
      Arrays.fill(slopeGradient, 0f);
      for (int row = 0; row < step.rows; row++) {
        int from = row * width;
        for (int j = 0; j < width; j++) {
          slopeGradient[j] += gradient[from + j] * Math.min(input[from + j], 0f);
        }
      }
      if (slopes == Slopes.PER_UNIT) {
        System.arraycopy(slopeGradient, 0, step.gradient, alpha, width);
      } else {
        Rows.sum(slopeGradient, width, 1, step.gradient, alpha);
      }
    }
  }

  /** Reads {@code prelu}. */
  @AutoService(LayerType.class)
  public static final class Type implements NonlinearityType {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Nonlinearity nonlinearity(Section section) {
      return new PRelu(
          section.flag("shared", false) ? Slopes.SHARED : Slopes.PER_UNIT,
          section.number("initial-slope", 0.25, Range.between(0, 1)));
    }
  }
}
