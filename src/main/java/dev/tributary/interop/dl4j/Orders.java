package dev.tributary.interop.dl4j;

import dev.tributary.interop.dl4j.TensorLink.Order;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.Convolution;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Lstm;
import dev.tributary.nn.layer.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/** How the parameters of a layer lie in Deeplearning4j's arrays. */
final class Orders {
  /**
   * The gates {@code i, f, g, o} of a job's LSTM in the order of Deeplearning4j's {@code g f o i}.
   */
  private static final int[] GATES = {2, 1, 3, 0};

  private Orders() {}

  /** A link for each parameter. */
  static List<TensorLink> links(LayerSpec spec, LayerPlan plan) {
    List<TensorSpec> tensors = spec.parameters(plan.input());
    List<TensorLink> links = new ArrayList<>();
    for (int i = 0; i < tensors.size(); i++) {
      TensorSpec tensor = tensors.get(i);
      links.add(new TensorLink(key(tensor.name()), plan.parameters().get(i), order(spec, tensor)));
    }
    return links;
  }

  private static String key(String tensor) {
    return switch (tensor) {
      case "kernel" -> "W";
      case "recurrent_kernel" -> "RW";
      case "bias" -> "b";
      default -> throw new IllegalStateException("Invalid tensor: " + tensor);
    };
  }

  private static Order order(LayerSpec spec, TensorSpec tensor) {
    if (spec instanceof Lstm lstm) {
      return gates(lstm.recurrence().units());
    }
    // Over sequences, Deeplearning4j's array has this shape of a picture's, and this order of ours.
    if (spec instanceof Convolution && tensor.shape().rank() == 4) {
      return filtersFirst(tensor.shape());
    }
    return Order.SAME;
  }

  /** Columns are in four blocks, one a gate. */
  private static Order gates(int units) {
    int width = GATES.length * units;
    return index -> {
      int column = index % width;
      return index - column + GATES[column / units] * units + column % units;
    };
  }

  /** From {@code [filters, channels, places]} to {@code [places, channels, filters]}. */
  private static Order filtersFirst(Shape kernel) {
    int rank = kernel.rank();
    int filters = kernel.dimensions().get(rank - 1);
    int channels = kernel.dimensions().get(rank - 2);
    int places = kernel.size() / filters / channels;
    return index -> {
      int place = index % places;
      int channel = index / places % channels;
      int filter = index / places / channels;
      return (place * channels + channel) * filters + filter;
    };
  }
}
