package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Rows;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Constant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Normalizes each unit over the minibatch: {@code y = γ (x - μ) / √(σ² + ε) + β} (Ioffe and
 * Szegedy, 2015, algorithm 1); it may stand first, or before or after any activation.
 *
 * <p>A unit is a channel where the input has steps or pixels, the last dimension of its shape: all
 * its places count as examples.
 *
 * <p>In training μ and σ² are the minibatch's mean and (biased) variance, and the moving ones
 * follow: {@code m ← momentum·m + (1 - momentum)·batch}. In inference the moving ones are used; a
 * frozen one uses them in training too. Across workers the moving statistics are pooled as moments.
 *
 * @param momentum how much of the moving statistics stays at each step, {@code [0, 1)}; 0.99 by
 *     default
 * @param epsilon added to the variance, greater than 0; 0.001 by default
 * @param affine whether γ and β are learned; both by default
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "batch_normalization",
    formula =
        "γ (x − μ) / √(σ² + ε) + β with the minibatch’s μ and σ² per unit; moving ones in inference, pooled over workers as moments",
    paper = "Ioffe and Szegedy, 2015",
    defaults = "momentum 0.99, epsilon 0.001, scale true, center true")
public record BatchNormalization(double momentum, double epsilon, Affine affine)
    implements LayerSpec {
  /** What the tensor of moving means is called in every layer that has one. */
  public static final String MOVING_MEAN = "moving_mean";

  /** What the tensor of moving variances is called; it directly follows its means. */
  public static final String MOVING_VARIANCE = "moving_variance";

  private static final long serialVersionUID = 1L;

  /** One that learns scale and offset. */
  public BatchNormalization(double momentum, double epsilon) {
    this(momentum, epsilon, Affine.SCALE_AND_OFFSET);
  }

  @Override
  public String type() {
    return "batch_normalization";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("momentum", momentum);
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
  public List<TensorSpec> statistics(Shape input) {
    return List.of(
        TensorSpec.vector(MOVING_MEAN, input.channels(), Constant.ZEROS),
        TensorSpec.vector(MOVING_VARIANCE, input.channels(), Constant.ONES));
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
    private final int movingMean;
    private final int movingVariance;
    private final boolean passesDown;
    private final boolean frozen;
    private final float[] output;
    private final float[] mean;
    private final float[] variance;
    private final float[] inverseDeviation;
    private final float[] scale;
    private final float[] offset;
    private final float[] sums;
    private final float[] normalSums;
    // A row at a time, at the index of the vectors above: see Rows.
    private final float[] values;
    private final float[] slopes;
    private float[] input = new float[0];

    Running(LayerPlan plan) {
      this.width = plan.input().channels();
      this.positions = plan.input().positions();
      this.gamma = affine.gamma(plan);
      this.beta = affine.beta(plan);
      this.movingMean = plan.statistics().get(0);
      this.movingVariance = plan.statistics().get(1);
      this.passesDown = plan.backward() == LayerPlan.Backward.TO_INPUT;
      this.frozen = plan.role() == LayerPlan.Role.FROZEN;
      this.output = new float[Math.multiplyExact(plan.capacity(), plan.input().size())];
      this.mean = new float[width];
      this.variance = new float[width];
      this.inverseDeviation = new float[width];
      this.scale = new float[width];
      this.offset = new float[width];
      this.sums = new float[width];
      this.normalSums = new float[width];
      this.values = new float[width];
      this.slopes = new float[width];
    }

    @Override
    public float[] forward(Step step, float[] features) {
      input = features;
      if (step.mode.usesBatchStatistics() && !frozen) {
        batchMoments(step.rows * positions);
        record(step);
      } else {
        System.arraycopy(step.statistics, movingMean, mean, 0, width);
        System.arraycopy(step.statistics, movingVariance, variance, 0, width);
      }
      for (int j = 0; j < width; j++) {
        inverseDeviation[j] = 1f / (float) Math.sqrt(variance[j] + (float) epsilon);
        scale[j] =
            gamma == Affine.ABSENT
                ? inverseDeviation[j]
                : step.weights[gamma + j] * inverseDeviation[j];
      }
      if (beta != Affine.ABSENT) {
        System.arraycopy(step.weights, beta, offset, 0, width);
      }
      int rows = step.rows * positions;
      for (int row = 0; row < rows; row++) {
        System.arraycopy(input, row * width, values, 0, width);
        for (int j = 0; j < width; j++) {
          values[j] = (values[j] - mean[j]) * scale[j] + offset[j];
        }
        System.arraycopy(values, 0, output, row * width, width);
      }
      return output;
    }

    /**
     * {@code dX = γ/√(σ²+ε) · (dY - mean(dY) - x̂·mean(dY·x̂))}: Ioffe and Szegedy, section 3.
     * Where it is frozen, μ and σ² don't depend on X, and {@code dX = γ/√(σ²+ε) · dY}.
     */
    @Override
    public float[] backward(Step step, float[] gradient) {
      if (frozen) {
        scaleDown(step.rows * positions, gradient);
        return gradient;
      }
      sumGradients(step.rows * positions, gradient);
      if (gamma != Affine.ABSENT) {
        System.arraycopy(normalSums, 0, step.gradient, gamma, width);
      }
      if (beta != Affine.ABSENT) {
        System.arraycopy(sums, 0, step.gradient, beta, width);
      }
      if (passesDown) {
        centerDown(step.rows * positions, gradient);
      }
      return gradient;
    }

    private void scaleDown(int rows, float[] gradient) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(gradient, row * width, slopes, 0, width);
        for (int j = 0; j < width; j++) {
          slopes[j] *= scale[j];
        }
        System.arraycopy(slopes, 0, gradient, row * width, width);
      }
    }

    /** {@code Σ dY} and {@code Σ dY·x̂}, unit by unit. */
    private void sumGradients(int rows, float[] gradient) {
      Arrays.fill(sums, 0f);
      Arrays.fill(normalSums, 0f);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(input, row * width, values, 0, width);
        System.arraycopy(gradient, row * width, slopes, 0, width);
        for (int j = 0; j < width; j++) {
          sums[j] += slopes[j];
          normalSums[j] += slopes[j] * (values[j] - mean[j]);
        }
      }
      for (int j = 0; j < width; j++) {
        normalSums[j] *= inverseDeviation[j];
      }
    }

    private void centerDown(int rows, float[] gradient) {
      float share = 1f / rows;
      for (int j = 0; j < width; j++) {
        sums[j] *= share;
        normalSums[j] *= inverseDeviation[j] * share;
      }
      for (int row = 0; row < rows; row++) {
        System.arraycopy(input, row * width, values, 0, width);
        System.arraycopy(gradient, row * width, slopes, 0, width);
        for (int j = 0; j < width; j++) {
          slopes[j] = scale[j] * (slopes[j] - sums[j] - (values[j] - mean[j]) * normalSums[j]);
        }
        System.arraycopy(slopes, 0, gradient, row * width, width);
      }
    }

    private void batchMoments(int rows) {
      Rows.sum(input, rows, width, mean, 0);
      float share = 1f / rows;
      for (int j = 0; j < width; j++) {
        mean[j] *= share;
      }
      Arrays.fill(variance, 0f);
      for (int row = 0; row < rows; row++) {
        System.arraycopy(input, row * width, values, 0, width);
        for (int j = 0; j < width; j++) {
          float deviation = values[j] - mean[j];
          variance[j] += deviation * deviation;
        }
      }
      for (int j = 0; j < width; j++) {
        variance[j] *= share;
      }
    }

    /** Moves the statistics towards the minibatch's, or writes these over them. */
    private void record(Step step) {
      float[] statistics = step.statistics;
      if (step.mode == Step.Mode.MEASURING) {
        System.arraycopy(mean, 0, statistics, movingMean, width);
        System.arraycopy(variance, 0, statistics, movingVariance, width);
        return;
      }
      float keep = (float) momentum;
      float take = (float) (1 - momentum);
      for (int j = 0; j < width; j++) {
        statistics[movingMean + j] = keep * statistics[movingMean + j] + take * mean[j];
        statistics[movingVariance + j] = keep * statistics[movingVariance + j] + take * variance[j];
      }
    }
  }

  /** Reads {@code batch_normalization}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "batch_normalization";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(
          new BatchNormalization(
              section.number("momentum", 0.99, Range.fromBelow(0, 1)),
              section.number("epsilon", 0.001, Range.positive()),
              Affine.read(section)));
    }
  }
}
