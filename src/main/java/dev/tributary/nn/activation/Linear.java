package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;

/** The identity, for regression outputs: {@code f(x) = x}, {@code f' = 1}. */
@Technique(kind = Technique.Kind.ACTIVATION, name = "linear", formula = "x", paper = "–")
public record Linear() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "linear";
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    System.arraycopy(input, 0, output, 0, rows * width);
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    // The derivative is 1.
  }

  /** Reads {@code linear} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "linear";
    }

    @Override
    public Activation read(Section section) {
      return new Linear();
    }
  }
}
