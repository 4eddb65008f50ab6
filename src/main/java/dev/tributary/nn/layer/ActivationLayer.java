package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.initializer.Initializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies an activation function that has nothing to learn.
 *
 * @param function which one
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "activation",
    formula = "y = f(x), with any activation",
    paper = "–")
public record ActivationLayer(Activation function) implements Nonlinearity {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "activation";
  }

  @Override
  public String functionName() {
    return function.name();
  }

  @Override
  public Initializer defaultInitializer() {
    return function.defaultInitializer();
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("function", function.name());
    settings.putAll(function.settings());
    return settings;
  }

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final int width;
    private final int positions;
    private final float[] output;
    private float[] input = new float[0];

    Running(LayerPlan plan) {
      this.width = plan.input().channels();
      this.positions = plan.input().positions();
      this.output = new float[Math.multiplyExact(plan.capacity(), plan.input().size())];
    }

    @Override
    public float[] forward(Step step, float[] features) {
      input = features;
      function.forward(input, output, step.rows * positions, width);
      return output;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      function.backward(input, output, gradient, step.rows * positions, width);
      return gradient;
    }
  }

  /** Reads {@code activation}, whose function may be a layer of another kind. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "activation";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(Nonlinearities.read(section, "function"));
    }
  }
}
