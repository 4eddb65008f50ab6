package dev.tributary.nn;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.layer.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each tensor of a network lies in one flat {@code float[]}: the parameters, or the
 * statistics.
 */
public final class ParameterLayout {
  /**
   * One tensor's place.
   *
   * @param name {@code layer/tensor}, such as {@code dense_1/kernel}
   * @param spec what it is
   * @param offset where it starts in the flat vector
   */
  public record Slice(String name, TensorSpec spec, int offset) {
    /** The layer that it belongs to. */
    public String layer() {
      return name.substring(0, name.length() - spec.name().length() - 1);
    }

    /** How many values it has. */
    public int length() {
      return spec.shape().size();
    }
  }

  private final List<Slice> slices;
  private final int size;

  private ParameterLayout(List<Slice> slices, int size) {
    this.slices = List.copyOf(slices);
    this.size = size;
  }

  /** That of a single layer. */
  public static ParameterLayout of(String layer, List<TensorSpec> tensors) {
    Builder builder = new Builder();
    builder.add(layer, tensors);
    return builder.build();
  }

  /** All tensors in the order of the layers. */
  public List<Slice> slices() {
    return slices;
  }

  /** The length of the flat vector. */
  public int size() {
    return size;
  }

  /**
   * A new vector with every tensor as its initializer starts it.
   *
   * @param seed each tensor draws from a stream of its own, derived from this and its place
   */
  public float[] initialize(long seed) {
    float[] values = new float[size];
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      TensorSpec spec = slice.spec();
      RandomStream random = new RandomStream(RandomStream.derive(seed, i));
      spec.initializer()
          .fill(values, slice.offset(), slice.length(), spec.fanIn(), spec.fanOut(), random);
    }
    return values;
  }

  static final class Builder {
    private final List<Slice> slices = new ArrayList<>();
    private int size;

    /** Lays the tensors of a layer behind those before and returns where each starts. */
    List<Integer> add(String layer, List<TensorSpec> specs) {
      List<Integer> offsets = new ArrayList<>();
      for (TensorSpec spec : specs) {
        offsets.add(size);
        slices.add(new Slice(layer + "/" + spec.name(), spec, size));
        size = end(layer, spec.shape());
      }
      return offsets;
    }

    private int end(String layer, Shape shape) {
      try {
        return Math.addExact(size, shape.size());
      } catch (ArithmeticException | IllegalArgumentException tooMany) {
        throw new IllegalArgumentException(
            "Layer "
                + layer
                + ": too many parameters (a network must have at most 2147483647 values in all)",
            tooMany);
      }
    }

    ParameterLayout build() {
      return new ParameterLayout(slices, size);
    }
  }
}
