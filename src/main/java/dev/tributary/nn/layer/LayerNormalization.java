package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Rows;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Normalizes each example over its units: {@code y = γ x̂ + β} with {@code x̂ = (x - μ) / √(σ² +
 * ε)}, where μ and (biased) σ² are those of the one row, in training and inference alike (Ba, Kiros
 * and Hinton, 2016, eq. 3; ε as in Keras). γ and β are each unit's own.
 *
 * <p>Where the input has steps or pixels, each is normalized over its channels, as if it were an
 * example.
 *
 * <p>Gradients: {@code dγ = Σ dY·x̂} and {@code dβ = Σ dY} over the rows; with {@code g = γ dY},
 * {@code dX = (g - mean(g) - x̂·mean(g·x̂)) / √(σ² + ε)}, means over the units.
 *
 * @param epsilon added to the variance, greater than 0; 0.001 by default
 * @param affine whether γ and β are learned; both by default
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "layer_normalization",
    formula = "γ (x − μ) / √(σ² + ε) + β with each example’s own μ and σ²",
    paper = "Ba et al., 2016",
    defaults = "epsilon 0.001, scale true, center true")
public record LayerNormalization(double epsilon, Affine affine) implements LayerSpec {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "layer_normalization";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("epsilon", epsilon);
    affine.addTo(settings);
    return settings;
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    return affine.parameters(input.channels());
  }

  @Override
  public boolean isTransparent() {
    return true;
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final int width;
    private final int positions;
    private final int gamma;
    private final int beta;
    private final boolean learns;
    private final boolean passesDown;
    private final float[] scale;
    private final float[] offset;
    private final float[] scaleGradient;
    private final float[] normal;
    private final float[] inverseDeviation;
    private final float[] output;

    Running(LayerPlan plan) {
      this.width = plan.input().channels();
      this.positions = plan.input().positions();
      this.gamma = affine.gamma(plan);
      this.beta = affine.beta(plan);
      this.learns = plan.role() == LayerPlan.Role.TRAINABLE;
      this.passesDown = plan.backward() == LayerPlan.Backward.TO_INPUT;
      this.scale = new float[width];
      this.offset = new float[width];
      this.scaleGradient = new float[width];
      this.normal = new float[Math.multiplyExact(plan.capacity(), plan.input().size())];
      this.inverseDeviation = new float[normal.length / width];
      this.output = new float[normal.length];
      Arrays.fill(scale, 1f);
    }

    @Override
    public float[] forward(Step step, float[] input) {
      if (gamma != Affine.ABSENT) {
        System.arraycopy(step.weights, gamma, scale, 0, width);
      }
      if (beta != Affine.ABSENT) {
        System.arraycopy(step.weights, beta, offset, 0, width);
      }
      for (int row = 0; row < step.rows * positions; row++) {
        normalize(input, row);
        int from = row * width;
        for (int j = 0; j < width; j++) {
          output[from + j] = scale[j] * normal[from + j] + offset[j];
        }
      }
      return output;
    }

    private void normalize(float[] input, int row) {
      int from = row * width;
      int to = from + width;
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += input[i];
      }
      float mean = (float) (sum / width);
      double squares = 0;
      for (int i = from; i < to; i++) {
        normal[i] = input[i] - mean;
        squares += normal[i] * normal[i];
      }
      float inverse = (float) (1 / Math.sqrt(squares / width + epsilon));
      for (int i = from; i < to; i++) {
        normal[i] *= inverse;
      }
      inverseDeviation[row] = inverse;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      if (learns) {
        parameterGradient(step, gradient);
      }
      if (passesDown) {
        for (int row = 0; row < step.rows * positions; row++) {
          passDown(gradient, row);
        }
      }
      return gradient;
    }

    private void parameterGradient(Step step, float[] gradient) {
      if (beta != Affine.ABSENT) {
        Rows.sum(gradient, step.rows * positions, width, step.gradient, beta);
      }
      if (gamma == Affine.ABSENT) {
        return;
      }
      Arrays.fill(scaleGradient, 0f);
      for (int row = 0; row < step.rows * positions; row++) {
        int from = row * width;
        for (int j = 0; j < width; j++) {
          scaleGradient[j] += gradient[from + j] * normal[from + j];
        }
      }
      System.arraycopy(scaleGradient, 0, step.gradient, gamma, width);
    }

    private void passDown(float[] gradient, int row) {
      int from = row * width;
      double sum = 0;
      double normalSum = 0;
      for (int j = 0; j < width; j++) {
        float g = scale[j] * gradient[from + j];
        gradient[from + j] = g;
        sum += g;
        normalSum += g * normal[from + j];
      }
      float mean = (float) (sum / width);
      float normalMean = (float) (normalSum / width);
      float inverse = inverseDeviation[row];
      for (int i = from; i < from + width; i++) {
        gradient[i] = inverse * (gradient[i] - mean - normal[i] * normalMean);
      }
    }
  }

  /** Reads {@code layer_normalization}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "layer_normalization";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(
          new LayerNormalization(
              section.number("epsilon", 0.001, Range.positive()), Affine.read(section)));
    }
  }
}
