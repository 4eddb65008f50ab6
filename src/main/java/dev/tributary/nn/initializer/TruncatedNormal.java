package dev.tributary.nn.initializer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Map;

/**
 * Weights of mean 0 from a normal density of standard deviation {@code stddev}, cut at {@code ±2
 * stddev}, whatever the fans: none lies beyond, and the variance left is {@code (0.8796 stddev)²}.
 *
 * <p>As in Keras, {@code stddev} is that of the density before the cut; {@link VarianceScaling}
 * widens its truncated normal so that the variance holds.
 *
 * @param stddev the standard deviation before the cut; 0.05 by default, as in Keras
 */
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "truncated_normal",
    formula = "normal with σ = stddev, cut at 2σ",
    paper = "–",
    defaults = "stddev 0.05")
public record TruncatedNormal(double stddev) implements Initializer {
  /** The standard deviation of a normal density of variance 1 cut at ±2. */
  static final double UNIT_DEVIATION = 0.8796256610342398;

  private static final long serialVersionUID = 1L;
  private static final double CUT = 2;

  @Override
  public String name() {
    return "truncated_normal";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("stddev", stddev);
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = (float) (stddev * draw(random));
    }
  }

  /** From a normal density of variance 1 cut at ±2. */
  static double draw(RandomStream random) {
    double drawn = random.nextGaussian();
    while (Math.abs(drawn) > CUT) {
      drawn = random.nextGaussian();
    }
    return drawn;
  }

  /** Reads {@code truncated_normal} from a job file. */
  @AutoService(InitializerType.class)
  public static final class Type implements InitializerType {
    @Override
    public String name() {
      return "truncated_normal";
    }

    @Override
    public Initializer read(Section section) {
      return new TruncatedNormal(section.number("stddev", 0.05, Range.positive()));
    }
  }
}
