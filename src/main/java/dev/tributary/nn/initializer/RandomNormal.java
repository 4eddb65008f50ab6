package dev.tributary.nn.initializer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Map;

/**
 * Weights of mean 0 and variance {@code stddev²}, normal, whatever the fans: with {@code stddev =
 * 1} what made deep networks fail (Glorot and Bengio, 2010, section 4.2).
 *
 * @param stddev the standard deviation; 0.05 by default, as in Keras
 */
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "normal",
    formula = "normal, σ = stddev, whatever the fans",
    paper = "–",
    defaults = "stddev 0.05")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "random_normal",
    formula = "another name of normal",
    paper = "–",
    defaults = "stddev 0.05")
public record RandomNormal(double stddev) implements Initializer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "normal";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("stddev", stddev);
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    for (int i = offset; i < offset + length; i++) {
      values[i] = (float) (stddev * random.nextGaussian());
    }
  }

  private static Initializer from(Section section) {
    return new RandomNormal(section.number("stddev", 0.05, Range.positive()));
  }

  /** Reads {@code normal} from a job file. */
  @AutoService(InitializerType.class)
  public static final class Type implements InitializerType {
    @Override
    public String name() {
      return "normal";
    }

    @Override
    public Initializer read(Section section) {
      return from(section);
    }
  }

  /** Reads {@code random_normal}, Keras's name for it; it is written as {@code normal}. */
  @AutoService(InitializerType.class)
  public static final class KerasType implements InitializerType {
    @Override
    public String name() {
      return "random_normal";
    }

    @Override
    public Initializer read(Section section) {
      return from(section);
    }
  }
}
