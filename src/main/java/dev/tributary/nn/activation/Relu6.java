package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;

/**
 * A ReLU with a ceiling, {@code f(x) = min(max(0, x), 6)}; the derivative at 0 and at 6 is taken as
 * 0 (Krizhevsky, Convolutional Deep Belief Networks on CIFAR-10, 2010).
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "relu6",
    formula = "min(max(0, x), 6)",
    paper = "Krizhevsky, 2010")
public record Relu6() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "relu6";
  }

  @Override
  public Initializer defaultInitializer() {
    return Initializers.HE_NORMAL;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      output[i] = Math.min(6f, Math.max(0f, input[i]));
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      gradient[i] *= Elementary.step(output[i]) * Elementary.step(6f - output[i]);
    }
  }

  /** Reads {@code relu6} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "relu6";
    }

    @Override
    public Activation read(Section section) {
      return new Relu6();
    }
  }
}
