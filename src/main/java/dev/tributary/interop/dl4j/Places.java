package dev.tributary.interop.dl4j;

import dev.tributary.nn.Shape;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How a minibatch's values lie: here the channels come last, {@code [rows, steps, features]} and
 * {@code [rows, height, width, channels]}; in Deeplearning4j they come first, {@code [rows,
 * features, steps]} and {@code [rows, channels, height, width]}.
 */
final class Places {
  private final Shape shape;

  Places(Shape shape) {
    this.shape = shape;
  }

  /** The array of some rows. */
  INDArray array(float[] values, int rows) {
    long[] own = new long[shape.rank() + 1];
    own[0] = rows;
    for (int i = 0; i < shape.rank(); i++) {
      own[i + 1] = shape.dimensions().get(i);
    }
    INDArray array = Nd4j.create(Arrays.copyOf(values, rows * shape.size()), own, 'c');
    return switch (shape.rank()) {
      case 2 -> array.permute(0, 2, 1).dup('c');
      case 3 -> array.permute(0, 3, 1, 2).dup('c');
      default -> array;
    };
  }

  /** Writes an array's values. */
  void read(INDArray array, float[] values) {
    INDArray own =
        switch (shape.rank()) {
          case 2 -> array.permute(0, 2, 1);
          case 3 -> array.permute(0, 2, 3, 1);
          default -> array;
        };
    float[] read = Numbers.of(own);
    System.arraycopy(read, 0, values, 0, read.length);
  }
}
