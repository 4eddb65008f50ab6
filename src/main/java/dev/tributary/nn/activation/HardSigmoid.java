package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;

/**
 * A sigmoid of three straight lines, {@code f(x) = relu6(x + 3) / 6}: 0 up to -3, 1 from 3 on, and
 * {@code f' = 1/6} strictly between, else 0 (Howard et al., Searching for MobileNetV3, 2019,
 * section 5.2; as in Keras 3. Courbariaux et al., 2015, and Keras 2 have other slopes).
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "hard_sigmoid",
    formula = "relu6(x + 3) / 6",
    paper = "Howard et al., 2019")
public record HardSigmoid() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "hard_sigmoid";
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      output[i] = Math.min(6f, Math.max(0f, input[i] + 3f)) / 6f;
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      gradient[i] *= Elementary.step(3f - Math.abs(input[i])) * (1f / 6);
    }
  }

  /** Reads {@code hard_sigmoid} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "hard_sigmoid";
    }

    @Override
    public Activation read(Section section) {
      return new HardSigmoid();
    }
  }
}
