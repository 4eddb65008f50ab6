package dev.tributary.nn.initializer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Map;

/**
 * Weights uniform on {@code [-limit, limit]}, of variance {@code limit²/3}, whatever the fans.
 *
 * @param limit the largest absolute value; 0.05 by default, as in Keras
 */
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "uniform",
    formula = "uniform in ±limit, whatever the fans",
    paper = "–",
    defaults = "limit 0.05")
public record RandomUniform(double limit) implements Initializer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("limit", limit);
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = (float) (limit * (2 * random.nextDouble() - 1));
    }
  }

  /** Reads {@code uniform} from a job file. */
  @AutoService(InitializerType.class)
  public static final class Type implements InitializerType {
    @Override
    public String name() {
      return "uniform";
    }

    @Override
    public Initializer read(Section section) {
      return new RandomUniform(section.number("limit", 0.05, Range.positive()));
    }
  }
}
