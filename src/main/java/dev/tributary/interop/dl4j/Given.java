package dev.tributary.interop.dl4j;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.initializer.Initializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Starts a tensor with the values that Deeplearning4j gave it, of which nothing is drawn. */
final class Given implements Initializer {
  private static final long serialVersionUID = 1L;

  private final float[] start;

  Given(INDArray start) {
    this.start = start.dup('c').data().asFloat();
  }

  @Override
  public String name() {
    return "given";
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    System.arraycopy(start, 0, values, offset, length);
  }
}
