package dev.tributary.interop.dl4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between arrays and primitive numbers. */
public final class Numbers {
  private Numbers() {}

  /** An array's numbers, row-major; a copy. */
  public static float[] of(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** A row of numbers; a copy. */
  public static INDArray row(float[] numbers) {
    return Nd4j.create(numbers, new long[] {1, numbers.length}, 'c');
  }
}
