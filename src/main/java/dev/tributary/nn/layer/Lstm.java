package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997; the forget gate is that of Gers et al.,
 * 2000): at each step {@code i, f, o = σ(x·K + h·R + b)} and {@code g = tanh(x·K + h·R + b)}, each
 * with its own part of the kernels; {@code c ← f∘c + i∘g} and {@code h ← o∘tanh(c)}.
 *
 * <p>The kernels' columns and the bias hold {@code i, f, g, o}, in this order. The bias starts at
 * 0, that of the forget gate at 1 (Jozefowicz et al., 2015).
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "lstm",
    formula =
        "c ← f∘c + i∘g, h ← o∘tanh(c) with i, f, o = σ(x·K + h·R + b), g = tanh(x·K + h·R + b)",
    paper = "Hochreiter and Schmidhuber, 1997; Gers et al., 2000",
    defaults = "units required, return-sequences false")
public record Lstm(Recurrence recurrence) implements ForeignLayer {
  private static final long serialVersionUID = 1L;
  private static final int GATES = 4;

  @Override
  public String type() {
    return "lstm";
  }

  @Override
  public Map<String, Object> settings() {
    return recurrence.settings();
  }

  @Override
  public Shape outputShape(Shape input) {
    return recurrence.outputShape(input);
  }

  @Override
  public Optional<Integer> outputs() {
    return recurrence.output() == Recurrence.Output.LAST
        ? Optional.of(recurrence.units())
        : Optional.empty();
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    return recurrence.parameters(input, GATES, new ForgetNothing());
  }

  /** Ones for the second of four parts, zeros for the others. */
  private record ForgetNothing() implements Initializer {
    private static final long serialVersionUID = 1L;

    @Override
    public String name() {
      return "forget_nothing";
    }

    @Override
    public void fill(
        float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
      int part = length / GATES;
      Arrays.fill(values, offset, offset + length, 0f);
      Arrays.fill(values, offset + part, offset + 2 * part, 1f);
    }
  }

  /** Reads {@code lstm}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "lstm";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(new Lstm(Recurrence.read(section)));
    }
  }
}
