package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.Technique;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Cross-entropy of a softmax with a class index {@code y}: a row's {@code L = -log softmax(z)[y]},
 * in nats; {@code dL/dz = softmax(z) - onehot(y)}.
 *
 * @param labelSmoothing ε in [0, 1): in training, {@code onehot(y) (1 - ε) + ε / K} stands for
 *     {@code onehot(y)}, where {@code K} is the number of units (Szegedy et al., 2016, section 7)
 */
@Technique(
    kind = Technique.Kind.LOSS,
    name = "sparse_categorical_crossentropy",
    formula = "−ln softmax(z)_y",
    paper = "–",
    defaults = "label-smoothing 0")
public record SparseCategoricalCrossentropy(double labelSmoothing) implements Loss {
  private static final long serialVersionUID = 1L;

  /** Without label smoothing. */
  public SparseCategoricalCrossentropy() {
    this(0);
  }

  @Override
  public String name() {
    return "sparse_categorical_crossentropy";
  }

  @Override
  public Map<String, Object> settings() {
    return LabelSmoothing.settings(labelSmoothing);
  }

  @Override
  public TargetKind targets() {
    return TargetKind.CLASS_INDEX;
  }

  @Override
  public Optional<String> outputActivation() {
    return Optional.of("softmax");
  }

  @Override
  public double rowLoss(float[] outputs, Minibatch batch, int row, int width) {
    int from = row * width;
    return SoftmaxCrossEntropy.logSum(outputs, from, from + width)
        - outputs[from + Objects.checkIndex(batch.classes[row], width)];
  }

  @Override
  public double rowGradient(
      float[] outputs, Minibatch batch, int row, int width, double share, float[] gradient) {
    int from = row * width;
    int target = from + Objects.checkIndex(batch.classes[row], width);
    double logSum =
        SoftmaxCrossEntropy.softmax(outputs, from, from + width, (float) share, gradient);
    gradient[target] -= (float) ((1 - labelSmoothing) * share);
    if (labelSmoothing == 0) {
      return logSum - outputs[target];
    }
    float added = (float) (labelSmoothing / width * share);
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      gradient[i] -= added;
      sum += logSum - outputs[i];
    }
    return (1 - labelSmoothing) * (logSum - outputs[target]) + labelSmoothing / width * sum;
  }

  /** Reads {@code sparse_categorical_crossentropy}. */
  @AutoService(LossType.class)
  public static final class Type implements LossType {
    @Override
    public String name() {
      return "sparse_categorical_crossentropy";
    }

    @Override
    public Loss read(Section section) {
      return new SparseCategoricalCrossentropy(LabelSmoothing.read(section));
    }
  }
}
