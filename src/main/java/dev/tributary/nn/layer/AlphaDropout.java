package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import dev.tributary.nn.activation.Selu;
import java.util.List;
import java.util.Map;

/**
 * Dropout for SELU networks: with probability {@code rate} a value becomes {@code α' = -λα}, where
 * SELU ends at -∞, and then {@code y = a x + b} with {@code a = (q + α'² q (1 - q))^-½}, {@code b =
 * -a (1 - q) α'} and {@code q = 1 - rate}, which keeps mean 0 and variance 1 (Klambauer et al.,
 * 2017).
 *
 * <p>In inference it does nothing, unless outputs are sampled. The step's seed and the layer's
 * place decide what is dropped.
 *
 * @param rate the probability of dropping, {@code [0, 1)}
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "alpha_dropout",
    formula = "dropout to SELU’s limit −λα, then a·x + b, so that mean 0 and variance 1 stay",
    paper = "Klambauer et al., 2017",
    defaults = "rate required")
public record AlphaDropout(double rate) implements Noise {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "alpha_dropout";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("rate", rate);
  }

  @Override
  public boolean isRandom() {
    return rate > 0;
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new Running(plan);
  }

  private final class Running implements Layer {
    private final RandomStream random = new RandomStream(0);
    private final int index;
    private final int width;
    private final float scale;
    private final float offset;
    private final float dropped;
    private final float[] mask;
    private final float[] output;

    Running(LayerPlan plan) {
      double kept = 1 - rate;
      double limit = Selu.LOWEST;
      double a = 1 / Math.sqrt(kept + limit * limit * kept * rate);
      double b = -a * rate * limit;
      this.scale = (float) a;
      this.offset = (float) b;
      this.dropped = (float) (a * limit + b);
      this.index = plan.index();
      this.width = plan.input().size();
      this.mask = new float[Math.multiplyExact(plan.capacity(), width)];
      this.output = new float[mask.length];
    }

    @Override
    public float[] forward(Step step, float[] input) {
      if (!step.mode.isRandom()) {
        return input;
      }
      random.restart(RandomStream.derive(step.seed, index));
      float threshold = (float) rate;
      int size = step.rows * width;
      for (int i = 0; i < size; i++) {
        mask[i] = random.nextFloat() < threshold ? 0f : scale;
        output[i] = mask[i] == 0f ? dropped : scale * input[i] + offset;
      }
      return output;
    }

    @Override
    public float[] backward(Step step, float[] gradient) {
      int size = step.rows * width;
      for (int i = 0; i < size; i++) {
        gradient[i] *= mask[i];
      }
      return gradient;
    }
  }

  /** Reads {@code alpha_dropout}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "alpha_dropout";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(new AlphaDropout(section.number("rate", Range.fromBelow(0, 1))));
    }
  }
}
