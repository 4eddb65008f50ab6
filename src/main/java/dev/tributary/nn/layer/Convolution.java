package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slides filters over a sequence or a picture: {@code y[p, f] = b[f] + Σ x[s·p + d, c]·K[d, c, f]}
 * over the places {@code d} of the window and the channels {@code c}, as a cross-correlation,
 * {@code s} being the strides (LeCun et al., 1998).
 *
 * <p>The kernel is {@code [size, channels, filters]} for sequences and {@code [height, width,
 * channels, filters]} for pictures. Fan-in is the window times the channels; fan-out the window
 * times the filters, over the strides: as many units as one input feeds.
 *
 * @param filters how many, at least 1
 * @param window what slides
 * @param bias whether each filter has one, which starts at 0
 * @param initializer how the kernel starts; {@link Initializers#AUTO} means the one that suits the
 *     next activation
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "convolution",
    formula = "y[p, f] = b[f] + Σ x[s·p + d, c]·K[d, c, f], in one or two directions",
    paper = "LeCun et al., 1998",
    defaults = "filters required, kernel-size required, strides 1, padding valid, use-bias true")
public record Convolution(int filters, Window window, Dense.Bias bias, Initializer initializer)
    implements ForeignLayer, Initialized {
  private static final long serialVersionUID = 1L;
  private static final String SIZE = "kernel-size";

  @Override
  public String type() {
    return "convolution";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("filters", filters);
    window.addTo(settings, SIZE);
    settings.put("initializer", Initializers.toSetting(initializer));
    settings.put("use-bias", bias == Dense.Bias.USED);
    return settings;
  }

  @Override
  public Convolution initializedBy(Initializer chosen) {
    return new Convolution(filters, window, bias, chosen);
  }

  @Override
  public Shape outputShape(Shape input) {
    return window.over(input, filters);
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    List<Integer> kernel = new ArrayList<>();
    int places = 1;
    int strides = 1;
    for (int i = 0; i < input.rank() - 1; i++) {
      kernel.add(window.size(i));
      places *= window.size(i);
      strides *= window.stride(i);
    }
    kernel.add(input.channels());
    kernel.add(filters);
    int fanOut = Math.max(1, Math.multiplyExact(places, filters) / strides);
    List<TensorSpec> parameters = new ArrayList<>();
    parameters.add(
        new TensorSpec(
            "kernel",
            new Shape(kernel),
            initializer,
            Math.multiplyExact(places, input.channels()),
            fanOut));
    if (bias == Dense.Bias.USED) {
      parameters.add(TensorSpec.vector("bias", filters, Constant.ZEROS));
    }
    return parameters;
  }

  /** Reads {@code convolution}, and the activation that it may name. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "convolution";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      int filters = section.integer("filters", Range.between(1, 1 << 16));
      if (!section.has(SIZE)) {
        section.problem(SIZE, "a whole number, or a list of one for each direction");
      }
      Window window = Window.read(section, SIZE, List.of(1), List.of(1));
      Dense.Bias bias = section.flag("use-bias", true) ? Dense.Bias.USED : Dense.Bias.NONE;
      Initializer initializer =
          section.has("initializer")
              ? Initializers.read(section, "initializer")
              : Initializers.AUTO;
      Convolution convolution = new Convolution(filters, window, bias, initializer);
      return section.has("activation")
          ? List.of(convolution, Nonlinearities.read(section, "activation"))
          : List.of(convolution);
    }
  }
}
