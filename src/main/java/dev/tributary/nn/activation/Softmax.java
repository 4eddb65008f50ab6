package dev.tributary.nn.activation;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;

/**
 * {@code f(x)ᵢ = e^xᵢ / Σⱼ e^xⱼ} over each row, computed from {@code x - max(x)} so that nothing
 * overflows.
 */
@Technique(
    kind = Technique.Kind.ACTIVATION,
    name = "softmax",
    formula = "eˣⁱ / Σⱼ eˣʲ",
    paper = "Bridle, 1990")
public record Softmax() implements Activation {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "softmax";
  }

  /** Never taken for such: its slope depends on the rest of the row, and it stands last. */
  @Override
  public boolean saturates() {
    return false;
  }

  /** See {@link #saturates}. */
  @Override
  public boolean canDie() {
    return false;
  }

  @Override
  public void forward(float[] input, float[] output, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int from = row * width;
      int to = from + width;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = from; i < to; i++) {
        max = Math.max(max, input[i]);
      }
      float sum = 0f;
      for (int i = from; i < to; i++) {
        output[i] = Elementary.exp(input[i] - max);
        sum += output[i];
      }
      for (int i = from; i < to; i++) {
        output[i] /= sum;
      }
    }
  }

  @Override
  public void backward(float[] input, float[] output, float[] gradient, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int from = row * width;
      int to = from + width;
      float inner = 0f;
      for (int i = from; i < to; i++) {
        inner += gradient[i] * output[i];
      }
      for (int i = from; i < to; i++) {
        gradient[i] = output[i] * (gradient[i] - inner);
      }
    }
  }

  /** Reads {@code softmax} from a job file. */
  @AutoService(ActivationType.class)
  public static final class Type implements ActivationType {
    @Override
    public String name() {
      return "softmax";
    }

    @Override
    public Activation read(Section section) {
      return new Softmax();
    }
  }
}
