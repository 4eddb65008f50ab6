package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.List;
import java.util.Map;

/**
 * Sets each value to 0 with probability {@code rate} in training and scales the others by {@code 1
 * / (1 - rate)}, so that their expectation stays; in inference it does nothing (Srivastava et al.,
 * 2014, section 10, the inverted form), unless outputs are sampled (Gal and Ghahramani, 2016).
 *
 * <p>What is dropped depends on the step's seed and the layer's place alone.
 *
 * @param rate the probability of dropping, {@code [0, 1)}
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "dropout",
    formula = "in training x/(1 − p) with probability 1 − p, else 0",
    paper = "Srivastava et al., 2014",
    defaults = "rate required")
public record Dropout(double rate) implements Noise {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "dropout";
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
    private final float[] mask;
    private final float[] output;

    Running(LayerPlan plan) {
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
      float kept = (float) (1 / (1 - rate));
      float threshold = (float) rate;
      int size = step.rows * width;
      for (int i = 0; i < size; i++) {
        mask[i] = random.nextFloat() < threshold ? 0f : kept;
        output[i] = input[i] * mask[i];
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

  /** Reads {@code dropout}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "dropout";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(new Dropout(section.number("rate", Range.fromBelow(0, 1))));
    }
  }
}
