package dev.tributary.nn.layer;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.initializer.Orthogonal;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What recurrent layers have in common: they go over a sequence {@code [steps, features]} and give
 * what they hold after the last step, {@code [units]}, or after each, {@code [steps, units]}.
 *
 * @param units what they hold of an example, at least 1
 * @param output after which steps they give it
 * @param initializer how the kernel of the features starts
 * @param recurrentInitializer how that of the units starts
 */
public record Recurrence(
    int units, Output output, Initializer initializer, Initializer recurrentInitializer)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String INITIALIZER = "initializer";
  private static final String RECURRENT = "recurrent-initializer";

  /** After which steps the units are given on. */
  public enum Output {
    LAST,
    EACH
  }

  static Recurrence read(Section section) {
    return new Recurrence(
        section.integer("units", Range.between(1, 1 << 16)),
        section.flag("return-sequences", false) ? Output.EACH : Output.LAST,
        section.has(INITIALIZER)
            ? settled(Initializers.read(section, INITIALIZER))
            : Initializers.GLOROT_UNIFORM,
        section.has(RECURRENT)
            ? settled(Initializers.read(section, RECURRENT))
            : new Orthogonal(1));
  }

  /** No activation follows that could decide. */
  private static Initializer settled(Initializer named) {
    return named.equals(Initializers.AUTO) ? Initializers.GLOROT_UNIFORM : named;
  }

  Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("units", units);
    settings.put("return-sequences", output == Output.EACH);
    settings.put(INITIALIZER, Initializers.toSetting(initializer));
    settings.put(RECURRENT, Initializers.toSetting(recurrentInitializer));
    return settings;
  }

  Shape outputShape(Shape input) {
    if (input.rank() != 2) {
      throw new IllegalArgumentException(
          "it takes sequences [steps, features], found "
              + input
              + "; put { type = reshape, shape = [...] } before it");
    }
    return output == Output.EACH ? Shape.of(input.dimensions().get(0), units) : Shape.of(units);
  }

  /**
   * The kernel of the features, {@code [features, gates·units]}, that of the units, {@code [units,
   * gates·units]}, and the bias.
   */
  List<TensorSpec> parameters(Shape input, int gates, Initializer bias) {
    int features = input.channels();
    int width = Math.multiplyExact(gates, units);
    return List.of(
        new TensorSpec("kernel", Shape.of(features, width), initializer, features, width),
        new TensorSpec(
            "recurrent_kernel", Shape.of(units, width), recurrentInitializer, units, width),
        new TensorSpec("bias", Shape.of(width), bias, 1, 1));
  }
}
