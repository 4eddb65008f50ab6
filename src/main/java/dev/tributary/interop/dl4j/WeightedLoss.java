package dev.tributary.interop.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss of which each example counts by a weight, {@code Σ wᵢ Lᵢ}: a mask of other numbers than 0
 * and 1 does something else in Deeplearning4j.
 */
final class WeightedLoss implements ILossFunction {
  private static final long serialVersionUID = 1L;

  private final ILossFunction loss;
  private transient INDArray weights;

  WeightedLoss(ILossFunction loss) {
    this.loss = loss;
  }

  /**
   * From now on.
   *
   * @param column {@code [rows, 1]}, or null where all count alike
   */
  void weigh(INDArray column) {
    weights = column;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    if (weights == null) {
      return loss.computeScore(labels, preOutput, activation, mask, average);
    }
    INDArray each = computeScoreArray(labels, preOutput, activation, mask);
    double sum = each.reshape(weights.shape()).mul(weights).sumNumber().doubleValue();
    return average ? sum / weights.length() : sum;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    return loss.computeScoreArray(labels, preOutput, activation, mask);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray gradient = loss.computeGradient(labels, preOutput, activation, mask);
    return weights == null ? gradient : gradient.muliColumnVector(weights);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return new Pair<>(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return loss.name();
  }
}
