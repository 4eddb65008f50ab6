package dev.tributary.interop.dl4j;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NetworkLayout;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.TensorSpec;
import dev.tributary.nn.layer.WholeNetwork;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network that Deeplearning4j's own configuration describes, its output layer and its loss
 * included.
 *
 * <p>Its tensors are Deeplearning4j's, by its names and in its shapes: {@code dl4j/0_W}. Running
 * means and variances of batch normalizations are among the statistics.
 */
final class Dl4jNetwork implements WholeNetwork {
  private static final long serialVersionUID = 1L;

  private final String configuration;
  private final List<Integer> inputShape;
  private transient Dl4jModel model;
  private transient Dl4jTensors tensors;

  private Dl4jNetwork(String configuration, List<Integer> inputShape) {
    this.configuration = configuration;
    this.inputShape = List.copyOf(inputShape);
  }

  /**
   * @param inputShape of an example, as this library has it: {@code [steps, features]} or {@code
   *     [height, width, channels]}; empty where the network takes the features as they are
   * @throws IllegalArgumentException if the configuration isn't sound
   */
  static Dl4jNetwork of(String configuration, List<Integer> inputShape) {
    Dl4jNetwork network = new Dl4jNetwork(configuration, inputShape);
    if (!network.model().hasOneInputAndOneOutput()) {
      throw new IllegalArgumentException(
          "it has several inputs or outputs, but the rows of a job's data have one of each");
    }
    return network;
  }

  private synchronized Dl4jModel model() {
    if (model == null) {
      model = Configurations.forJobs(configuration);
      tensors = new Dl4jTensors(model);
    }
    return model;
  }

  private Dl4jTensors tensors() {
    model();
    return tensors;
  }

  @Override
  public String type() {
    return "dl4j";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("configuration", configuration);
    if (!inputShape.isEmpty()) {
      settings.put("input-shape", inputShape);
    }
    return settings;
  }

  /** An example in the shape that the network takes. */
  private Shape shaped(Shape data) {
    return inputShape.isEmpty() ? data : new Shape(inputShape);
  }

  @Override
  public Shape outputShape(Shape input) {
    Shape own = shaped(input);
    if (own.size() != input.size()) {
      throw new IllegalArgumentException(
          "its input-shape, %s, has %d values, but an example here has %d"
              .formatted(own, own.size(), input.size()));
    }
    INDArray outputs;
    try {
      outputs = model().outputs(new Places(own).array(new float[own.size()], 1));
    } catch (RuntimeException unfit) {
      throw new IllegalArgumentException(
          "Deeplearning4j's network can't take examples of the shape %s (%s); model.input-shape says which it takes"
              .formatted(own, Configurations.firstLine(unfit)),
          unfit);
    }
    if (outputs.rank() != 2) {
      throw new IllegalArgumentException(
          "it gives %d numbers in %d dimensions for an example, but a job's targets have one; end it with a layer such as LastTimeStep or a global pooling"
              .formatted(outputs.length(), outputs.rank() - 1));
    }
    return Shape.of(Math.toIntExact(outputs.size(1)));
  }

  @Override
  public Optional<Integer> outputs() {
    return Dl4jTensors.outputs(model());
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    return tensors().parameters();
  }

  @Override
  public List<TensorSpec> statistics(Shape input) {
    return tensors().statistics();
  }

  @Override
  public GradientEngine engine(NetworkLayout layout, int capacity, Set<String> frozen) {
    Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
    return new Dl4jEngine(
        layout, configuration, new Places(shaped(layout.input())), capacity, frozen);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dl4jNetwork network
        && configuration.equals(network.configuration)
        && inputShape.equals(network.inputShape);
  }

  @Override
  public int hashCode() {
    return configuration.hashCode();
  }

  @Override
  public String toString() {
    return "Dl4jNetwork[" + model().layers().length + " layers]";
  }
}
