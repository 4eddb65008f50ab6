package dev.tributary.interop.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Carries a tensor between its slice of a flat vector and Deeplearning4j's array of it.
 *
 * @param key what Deeplearning4j calls it
 */
record TensorLink(String key, int offset, Order order) {
  /** Where a value of the array stands in the slice. */
  interface Order {
    /** Both are in the same order. */
    Order SAME = index -> index;

    /**
     * The place of a value.
     *
     * @param index of it in the array, row-major
     */
    int inSlice(int index);
  }

  /** Overwrites the array. */
  void write(float[] flat, INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = flat[offset + order.inSlice(i)];
    }
    array.assign(Nd4j.create(values, array.shape(), 'c'));
  }

  /** Overwrites the slice. */
  void read(INDArray array, float[] flat) {
    float[] values = Numbers.of(array);
    for (int i = 0; i < values.length; i++) {
      flat[offset + order.inSlice(i)] = values[i];
    }
  }
}
