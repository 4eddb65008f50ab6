package dev.tributary.nn.initializer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Weights of mean 0 and variance {@code scale / n}, where {@code n} is the fan-in, the fan-out or
 * the mean of both, so that signals neither grow nor fade from layer to layer.
 *
 * <p>Normal: {@code σ² = scale/n}, not truncated. Truncated normal: a normal density of standard
 * deviation {@code s = √(scale/n) / 0.8796256610342398}, cut at {@code ±2s}, which leaves the
 * variance {@code scale/n}. Uniform: on {@code [-r, r]} with {@code r = √(3·scale/n)}, which has
 * the same variance.
 *
 * <ul>
 *   <li>glorot: scale 1, mean of the fans (Glorot and Bengio, 2010, eq. 12 and 16): tanh, sigmoid,
 *       softmax, linear
 *   <li>he: scale 2, fan-in (He et al., 2015, eq. 10): the ReLU family
 *   <li>lecun: scale 1, fan-in (LeCun et al., Efficient BackProp, 1998, eq. 16): SELU
 *   <li>variance_scaling: as its settings say; by default, as in Keras, scale 1, fan-in, truncated
 *       normal
 * </ul>
 *
 * <p>Keras's {@code *_normal} truncate at two standard deviations; here these are the plain normal
 * forms of the papers, with the same variance, and {@code variance_scaling} gives the others.
 *
 * @param name what job files call it
 * @param scale the variance of a sum of {@code n} inputs of mean square 1
 * @param fan which {@code n}
 * @param distribution the shape of the density
 */
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "glorot_normal",
    formula = "normal, σ² = 2 / (fan-in + fan-out)",
    paper = "Glorot and Bengio, 2010",
    defaults = "–")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "glorot_uniform",
    formula = "uniform in ±r, r = √(3σ²), σ² = 2 / (fan-in + fan-out)",
    paper = "Glorot and Bengio, 2010",
    defaults = "the default of tanh, sigmoid, softmax, linear")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "he_normal",
    formula = "normal, σ² = 2 / fan-in",
    paper = "He et al., 2015",
    defaults = "the default of the ReLU family, ELU, GELU, SiLU, Mish")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "he_uniform",
    formula = "uniform in ±r, r = √(3σ²), σ² = 2 / fan-in",
    paper = "He et al., 2015")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "lecun_normal",
    formula = "normal, σ² = 1 / fan-in",
    paper = "LeCun et al., 1998",
    defaults = "the default of SELU")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "lecun_uniform",
    formula = "uniform in ±r, r = √(3σ²), σ² = 1 / fan-in",
    paper = "LeCun et al., 1998")
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "variance_scaling",
    formula =
        "σ² = scale / n, n the fan-in, the fan-out or their mean; normal, truncated normal (cut at 2 deviations, widened to keep σ²) or uniform",
    paper = "He et al., 2015",
    defaults = "scale 1, mode fan_in, distribution truncated_normal")
public record VarianceScaling(String name, double scale, Fan fan, Distribution distribution)
    implements Initializer {
  /** The one whose settings a job file gives. */
  static final String GENERAL = "variance_scaling";

  private static final long serialVersionUID = 1L;

  /** The {@code n} that the variance is divided by. */
  public enum Fan {
    IN("fan_in"),
    OUT("fan_out"),
    AVERAGE("fan_avg");

    private final String word;

    Fan(String word) {
      this.word = word;
    }

    private double of(int fanIn, int fanOut) {
      return switch (this) {
        case IN -> fanIn;
        case OUT -> fanOut;
        case AVERAGE -> ((double) fanIn + fanOut) / 2;
      };
    }
  }

  /** The density that the weights are drawn from. */
  public enum Distribution {
    NORMAL("normal"),
    TRUNCATED_NORMAL("truncated_normal"),
    UNIFORM("uniform");

    private final String word;

    Distribution(String word) {
      this.word = word;
    }
  }

  @Override
  public Map<String, Object> settings() {
    if (!name.equals(GENERAL)) {
      return Map.of();
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("scale", scale);
    settings.put("mode", fan.word);
    settings.put("distribution", distribution.word);
    return settings;
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    double variance = scale / fan.of(fanIn, fanOut);
    for (int i = offset; i < offset + length; i++) {
      values[i] =
          (float)
              switch (distribution) {
                case NORMAL -> StrictMath.sqrt(variance) * random.nextGaussian();
                case TRUNCATED_NORMAL ->
                    StrictMath.sqrt(variance)
                        / TruncatedNormal.UNIT_DEVIATION
                        * TruncatedNormal.draw(random);
                case UNIFORM -> StrictMath.sqrt(3 * variance) * (2 * random.nextDouble() - 1);
              };
    }
  }

  /** Reads {@code variance_scaling} from a job file. */
  @AutoService(InitializerType.class)
  public static final class Type implements InitializerType {
    @Override
    public String name() {
      return GENERAL;
    }

    @Override
    public Initializer read(Section section) {
      Map<String, Fan> fans = new LinkedHashMap<>();
      for (Fan fan : Fan.values()) {
        fans.put(fan.word, fan);
      }
      Map<String, Distribution> distributions = new LinkedHashMap<>();
      for (Distribution distribution : Distribution.values()) {
        distributions.put(distribution.word, distribution);
      }
      return new VarianceScaling(
          GENERAL,
          section.number("scale", 1, Range.positive()),
          section.has("mode") ? section.choice("mode", fans) : Fan.IN,
          section.has("distribution")
              ? section.choice("distribution", distributions)
              : Distribution.TRUNCATED_NORMAL);
    }
  }
}
