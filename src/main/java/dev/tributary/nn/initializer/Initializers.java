package dev.tributary.nn.initializer;

import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Catalogue;
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

  private static final String TYPE_KEY = "type";
  private static final Map<String, InitializerType> TYPES =
      Catalogue.of(InitializerType.class, InitializerType::name);

  static {
    for (Initializer each :
        new Initializer[] {
          AUTO,
          GLOROT_UNIFORM,
          GLOROT_NORMAL,
          HE_UNIFORM,
          HE_NORMAL,
          LECUN_UNIFORM,
          LECUN_NORMAL,
          Constant.ZEROS,
          Constant.ONES
        }) {
      TYPES.put(each.name(), new Preset(each));
    }
  }

  private Initializers() {}

  /** The initializer that {@code key} holds: an object with a type and settings, or a bare name. */
  public static Initializer read(Section section, String key) {
    Section own = section.typed(key, TYPE_KEY);
    return own.choice(TYPE_KEY, TYPES).read(own);
  }

  /** What {@link #read} reads it back from: a bare name where there are no settings. */
  public static Object toSetting(Initializer initializer) {
    if (initializer.settings().isEmpty()) {
      return initializer.name();
    }
    Map<String, Object> setting = new LinkedHashMap<>();
    setting.put(TYPE_KEY, initializer.name());
    setting.putAll(initializer.settings());
    return setting;
  }

  /** Every initializer's kind by name. */
  public static Map<String, InitializerType> types() {
    return Collections.unmodifiableMap(TYPES);
  }

  /** One that has a name for all its settings. */
  private record Preset(Initializer initializer) implements InitializerType {
    @Override
    public String name() {
      return initializer.name();
    }

    @Override
    public Initializer read(Section section) {
      return initializer;
    }
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
