package dev.tributary.nn;

import java.util.ArrayList;
import java.util.List;

/**
 * A network in the shape of its inputs: what comes out of each layer, and where its tensors lie in
 * the two flat vectors. It has no buffers.
 */
public final class NetworkLayout {
  private final NetworkSpec spec;
  private final Shape input;
  private final List<Shape> shapes;
  private final ParameterLayout parameters;
  private final ParameterLayout statistics;
  private final List<List<Integer>> parameterOffsets = new ArrayList<>();
  private final List<List<Integer>> statisticOffsets = new ArrayList<>();

  /**
   * @param input the shape of an example
   * @throws IllegalArgumentException if the spec is no network that its loss can train, or a layer
   *     can't take its input; the message names the layer
   */
  public NetworkLayout(NetworkSpec spec, Shape input) {
    spec.check();
    this.spec = spec;
    this.input = input;
    this.shapes = List.copyOf(spec.shapes(input));
    ParameterLayout.Builder parameterBuilder = new ParameterLayout.Builder();
    ParameterLayout.Builder statisticsBuilder = new ParameterLayout.Builder();
    for (int i = 0; i < spec.layers().size(); i++) {
      NamedLayer layer = spec.layers().get(i);
      Shape below = inputOf(i);
      parameterOffsets.add(parameterBuilder.add(layer.name(), layer.spec().parameters(below)));
      statisticOffsets.add(statisticsBuilder.add(layer.name(), layer.spec().statistics(below)));
    }
    this.parameters = parameterBuilder.build();
    this.statistics = statisticsBuilder.build();
  }

  public NetworkSpec spec() {
    return spec;
  }

  /** The shape of an example. */
  public Shape input() {
    return input;
  }

  /** The shape that a layer takes, by its place from 0. */
  Shape inputOf(int layer) {
    return layer == 0 ? input : shapes.get(layer - 1);
  }

  /** The shapes behind each layer. */
  public List<Shape> shapes() {
    return shapes;
  }

  /** The number of outputs of an example. */
  public int width() {
    return shapes.get(shapes.size() - 1).size();
  }

  /** Where the trainable parameters lie. */
  public ParameterLayout parameters() {
    return parameters;
  }

  /** Where the moving statistics lie. */
  public ParameterLayout statistics() {
    return statistics;
  }

  /** Where each parameter of a layer starts. */
  List<Integer> parameterOffsets(int layer) {
    return parameterOffsets.get(layer);
  }

  /** Where each statistic of a layer starts. */
  List<Integer> statisticOffsets(int layer) {
    return statisticOffsets.get(layer);
  }
}
