package dev.tributary.interop.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * {@code x} above 0 and {@code α (eˣ - 1)} below, with the slope {@code α eˣ} there: that of
 * Deeplearning4j's own ELU is the one of {@code α = 1} in backward passes, whatever {@code α}.
 */
final class RightElu extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;

  private final double alpha;

  RightElu(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    INDArray below = Transforms.exp(Transforms.min(in, 0, true), false).subi(1).muli(alpha);
    return in.assign(Transforms.max(in, 0, true).addi(below));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    INDArray above = in.gt(0).castTo(in.dataType());
    INDArray slope = Transforms.exp(Transforms.min(in, 0, true), false).muli(alpha);
    slope.muli(above.rsub(1)).addi(above);
    return new Pair<>(slope.muli(epsilon), null);
  }

  @Override
  public String toString() {
    return "elu(alpha=" + alpha + ")";
  }
}
