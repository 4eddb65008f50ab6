package dev.tributary.interop.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/** Between arrays and primitive numbers. */
public final class Numbers {
  private static final boolean ON_CPU =
      Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;

  private Numbers() {}

  /** An array's numbers, row-major; a copy. */
  public static float[] of(INDArray array) {
    DataBuffer data = array.dup('c').data();
    // Where they are in this machine's memory, all at once: one by one they take many times as
    // long.
    if (data.dataType() == DataType.FLOAT
        && data.pointer() instanceof FloatPointer pointer
        && ON_CPU) {
      float[] numbers = new float[Math.toIntExact(data.length())];
      pointer.position(0).get(numbers);
      return numbers;
    }
    return data.asFloat();
  }

  /** A row of numbers; a copy. */
  public static INDArray row(float[] numbers) {
    return Nd4j.create(numbers, new long[] {1, numbers.length}, 'c');
  }
}
