package dev.tributary.nn.initializer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Arrays;
import java.util.Map;

/**
 * The same value everywhere: biases, and batch normalization's scale and offset. A kernel that
 * starts so stays symmetric: all units of its layer learn the same.
 *
 * @param value what to write; 0 is also called {@code zeros} and 1 {@code ones}
 */
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "constant",
    formula = "value",
    paper = "–",
    defaults = "value required")
@Technique(kind = Technique.Kind.INITIALIZER, name = "ones", formula = "1", paper = "–")
@Technique(kind = Technique.Kind.INITIALIZER, name = "zeros", formula = "0", paper = "–")
public record Constant(double value) implements Initializer {
  public static final Constant ZEROS = new Constant(0);
  public static final Constant ONES = new Constant(1);

  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return value == 0 ? "zeros" : value == 1 ? "ones" : "constant";
  }

  @Override
  public Map<String, Object> settings() {
    return name().equals("constant") ? Map.of("value", value) : Map.of();
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    Arrays.fill(values, offset, offset + length, (float) value);
  }

  /** Reads {@code constant} from a job file. */
  @AutoService(InitializerType.class)
  public static final class Type implements InitializerType {
    @Override
    public String name() {
      return "constant";
    }

    @Override
    public Initializer read(Section section) {
      return new Constant(section.number("value", Range.between(-1e6, 1e6)));
    }
  }
}
