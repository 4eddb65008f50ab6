package dev.tributary.nn.initializer;

import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.initializer.VarianceScaling.Distribution;
import dev.tributary.nn.initializer.VarianceScaling.Fan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The initializers that a job file can name. */
public final class Initializers {
  public static final Initializer GLOROT_UNIFORM =
      new VarianceScaling("glorot_uniform", 1, Fan.AVERAGE, Distribution.UNIFORM);
  public static final Initializer GLOROT_NORMAL =
      new VarianceScaling("glorot_normal", 1, Fan.AVERAGE, Distribution.NORMAL);
  public static final Initializer HE_UNIFORM =
      new VarianceScaling("he_uniform", 2, Fan.IN, Distribution.UNIFORM);
  public static final Initializer HE_NORMAL =
      new VarianceScaling("he_normal", 2, Fan.IN, Distribution.NORMAL);
  public static final Initializer LECUN_UNIFORM =
      new VarianceScaling("lecun_uniform", 1, Fan.IN, Distribution.UNIFORM);
  public static final Initializer LECUN_NORMAL =
      new VarianceScaling("lecun_normal", 1, Fan.IN, Distribution.NORMAL);

  /** Stands for the one that suits the next activation, until the network settles which. */
  public static final Initializer AUTO = new Auto();

  private static final Map<String, Initializer> BY_NAME = new LinkedHashMap<>();

  static {
    for (Initializer each :
        new Initializer[] {
          AUTO, GLOROT_UNIFORM, GLOROT_NORMAL, HE_UNIFORM, HE_NORMAL, LECUN_UNIFORM, LECUN_NORMAL
        }) {
      BY_NAME.put(each.name(), each);
    }
  }

  private Initializers() {}

  /** The initializer that {@code key} names. */
  public static Initializer read(Section section, String key) {
    return section.choice(key, BY_NAME);
  }

  /** Every initializer by name. */
  public static Map<String, Initializer> byName() {
    return Collections.unmodifiableMap(BY_NAME);
  }

  private record Auto() implements Initializer {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "auto";
    }

    @Override
    public void fill(
        float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
      throw new IllegalStateException("Invalid network: an initializer was never settled");
    }
  }
}
