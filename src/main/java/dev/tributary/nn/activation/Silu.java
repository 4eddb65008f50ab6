package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;

/**
 * The sigmoid linear unit, also called swish: {@code f(x) = x s} with {@code s = 1 / (1 + e^-x)},
 * {@code f' = s (1 + x (1 - s))} (Elfwing et al., 2018, eq. 3 and 4; Ramachandran et al., 2017,
 * with β = 1).
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "silu",
    formula = "x / (1 + e⁻ˣ)",
    paper = "Elfwing et al., 2018")
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "swish",
    formula = "another name of silu",
    paper = "Ramachandran et al., 2017")
public record Silu() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "silu";
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    Elementary.sigmoid(input, output, size);
    for (int i = 0; i < size; i++) {
      output[i] *= input[i];
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    Elementary.sigmoid(input, output, size);
    for (int i = 0; i < size; i++) {
      float s = output[i];
      gradient[i] *= s * (1f + input[i] * (1f - s));
    }
  }

  /** Reads {@code silu} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "silu";
    }

    @Override
    public Activation read(Section section) {
      return new Silu();
    }
  }

  /** Reads {@code swish}, the same function's other name; it is written as {@code silu}. */
  @AutoService(ActivationType.class)
  public static final class Swish implements ActivationType {
    @Override
    public String name() {
      return "swish";
    }

    @Override
    public Activation read(Section section) {
      return new Silu();
    }
  }
}
