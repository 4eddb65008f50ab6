package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Blas;
import dev.tributary.math.Blas.Transpose;
import dev.tributary.math.Rows;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fully connected layer: {@code Y = X·K + b}, with {@code X} {@code [rows, inputs]}, the kernel
 * {@code K} {@code [inputs, units]} and the bias {@code b} {@code [units]}, which starts at 0.
 *
 * <p>Gradients: {@code dK = Xᵀ·dY}, {@code db = Σ rows of dY}, {@code dX = dY·Kᵀ}. Fan-in is {@code
 * inputs}, fan-out {@code units}.
 *
 * @param units outputs, at least 1
 * @param bias whether it has one; in front of a batch normalization it has no effect
 * @param initializer how the kernel starts; {@link Initializers#AUTO} means the one that suits the
 *     next activation
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "dense",
    formula = "Y = X·K + b",
    paper = "–",
    defaults = "use-bias true")
public record Dense(int units, Bias bias, Initializer initializer) implements Initialized {
  private static final long serialVersionUID = 1L;

  /** Whether a bias is added. */
  public enum Bias {
    USED,
    NONE
  }

  @Override
  public String type() {
    return "dense";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("units", units);
    settings.put("initializer", Initializers.toSetting(initializer));
    settings.put("use-bias", bias == Bias.USED);
    return settings;
  }

  @Override
  public Dense initializedBy(Initializer chosen) {
    return new Dense(units, bias, chosen);
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException(
          "a dense layer takes flat input, found " + input + "; put { type = flatten } before it");
    }
    return Shape.of(units);
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    List<TensorSpec> parameters = new ArrayList<>();
    int inputs = input.size();
    parameters.add(new TensorSpec("kernel", Shape.of(inputs, units), initializer, inputs, units));
    if (bias == Bias.USED) {
      parameters.add(TensorSpec.vector("bias", units, Constant.ZEROS));
    }
    return parameters;
  }

  @Override
  public Optional<Integer> outputs() {
    return Optional.of(units);
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final int inputs;
    private final int kernel;
    private final int biasOffset;
    private final boolean learns;
    private final float[] output;
    private final float[] inputGradient;
    private float[] input = new float[0];

    Running(LayerPlan plan) {
      this.inputs = plan.input().size();
      this.kernel = plan.parameters().get(0);
      this.biasOffset = bias == Bias.USED ? plan.parameters().get(1) : -1;
      this.learns = plan.role() == LayerPlan.Role.TRAINABLE;
      this.output = new float[Math.multiplyExact(plan.capacity(), units)];
      this.inputGradient =
          new float
              [plan.backward() == LayerPlan.Backward.TO_INPUT
                  ? Math.multiplyExact(plan.capacity(), inputs)
                  : 0];
    }

    @Override
    public float[] forward(Step step, float[] features) {
      input = features;
      float beta = 0f;
      if (biasOffset >= 0) {
        Rows.fill(output, step.rows, units, step.weights, biasOffset);
        beta = 1f;
      }
      Blas.fastest()
          .multiply(
              Transpose.NO,
              Transpose.NO,
              step.rows,
              units,
              inputs,
              input,
              0,
              step.weights,
              kernel,
              beta,
              output,
              0);
      return output;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      if (learns) {
        parameterGradient(step, gradient);
      }
      if (inputGradient.length > 0) {
        Blas.fastest()
            .multiply(
                Transpose.NO,
                Transpose.YES,
                step.rows,
                inputs,
                units,
                gradient,
                0,
                step.weights,
                kernel,
                0f,
                inputGradient,
                0);
      }
      return inputGradient;
    }

    private void parameterGradient(Step step, float[] gradient) {
      Blas.fastest()
          .multiply(
              Transpose.YES,
              Transpose.NO,
              inputs,
              units,
              step.rows,
              input,
              0,
              gradient,
              0,
              0f,
              step.gradient,
              kernel);
      if (biasOffset >= 0) {
        Rows.sum(gradient, step.rows, units, step.gradient, biasOffset);
      }
    }
  }

  /** Reads {@code dense}, and the activation that it may name. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "dense";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      int units = section.integer("units", Range.between(1, 1 << 20));
      Bias bias = section.flag("use-bias", true) ? Bias.USED : Bias.NONE;
      Initializer initializer =
          section.has("initializer")
              ? Initializers.read(section, "initializer")
              : Initializers.AUTO;
      Dense dense = new Dense(units, bias, initializer);
      return section.has("activation")
          ? List.of(dense, Nonlinearities.read(section, "activation"))
          : List.of(dense);
    }
  }
}
