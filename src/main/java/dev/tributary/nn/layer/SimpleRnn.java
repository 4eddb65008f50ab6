package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Constant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A recurrent layer without gates (Elman, 1990): at each step {@code h ← tanh(x·K + h·R + b)}. The
 * bias starts at 0.
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "simple_rnn",
    formula = "h ← tanh(x·K + h·R + b)",
    paper = "Elman, 1990",
    defaults = "units required, return-sequences false")
public record SimpleRnn(Recurrence recurrence) implements ForeignLayer {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "simple_rnn";
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
    return recurrence.parameters(input, 1, Constant.ZEROS);
  }

  /** Reads {@code simple_rnn}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "simple_rnn";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(new SimpleRnn(Recurrence.read(section)));
    }
  }
}
