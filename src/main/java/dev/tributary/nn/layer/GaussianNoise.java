package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.List;
import java.util.Map;

/**
 * Adds noise in training: {@code y = x + n} with {@code n} normal of mean 0 and variance {@code
 * stddev²}, drawn for each value of each step; {@code dX = dY}.
 *
 * <p>In inference it does nothing. Where outputs are sampled it adds noise as in training, since
 * sampling asks every random layer to be random; Keras, too, ties both to {@code training = true}.
 * The step's seed and the layer's place decide the noise.
 *
 * @param stddev the noise's standard deviation, at least 0
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "gaussian_noise",
    formula = "in training x + n, n normal with standard deviation stddev",
    paper = "–",
    defaults = "stddev required")
public record GaussianNoise(double stddev) implements Noise {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "gaussian_noise";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("stddev", stddev);
  }

  @Override
  public boolean isRandom() {
    return stddev > 0;
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final RandomStream random = new RandomStream(0);
    private final int index;
    private final int width;
    private final float[] output;

    Running(LayerPlan plan) {
      this.index = plan.index();
      this.width = plan.input().size();
      this.output = new float[Math.multiplyExact(plan.capacity(), width)];
    }

    @Override
    public float[] forward(Step step, float[] input) {
      if (!step.mode.isRandom()) {
        return input;
      }
      random.restart(RandomStream.derive(step.seed, index));
      int size = step.rows * width;
      for (int i = 0; i < size; i++) {
        output[i] = input[i] + (float) (stddev * random.nextGaussian());
      }
      return output;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      return gradient;
    }
  }

  /** Reads {@code gaussian_noise}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "gaussian_noise";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(new GaussianNoise(section.number("stddev", Range.atLeast(0))));
    }
  }
}
