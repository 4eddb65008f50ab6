package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.Technique;
import java.util.Map;
import java.util.Optional;

/**
 * Cross-entropy of a softmax with a distribution {@code t} over the classes, one-hot as a rule: a
 * row's {@code L = -Σⱼ tⱼ log softmax(z)ⱼ}, in nats; {@code dL/dz = softmax(z)·Σⱼtⱼ - t}.
 *
 * @param labelSmoothing ε in [0, 1): in training, {@code t (1 - ε) + ε / K} stands for {@code t},
 *     where {@code K} is the number of units (Szegedy et al., 2016, section 7)
 */
@Technique(
    kind = Technique.Kind.LOSS,
    name = "categorical_crossentropy",
    formula = "−Σⱼ tⱼ ln softmax(z)ⱼ",
    paper = "–",
    defaults = "label-smoothing 0")
public record CategoricalCrossentropy(double labelSmoothing) implements Loss {
  private static final long serialVersionUID = 1L;

  /** Without label smoothing. */
  public CategoricalCrossentropy() {
    this(0);
  }

  @Override
  public String name() {
    return "categorical_crossentropy";
  }

  @Override
  public Map<String, Object> settings() {
    return LabelSmoothing.settings(labelSmoothing);
  }

  @Override
  public TargetKind targets() {
    return TargetKind.VALUES;
  }

  @Override
  public Optional<String> outputActivation() {
    return Optional.of("softmax");
  }

  @Override
  public double rowLoss(float[] outputs, Minibatch batch, int row, int width) {
    int from = row * width;
    double logSum = SoftmaxCrossEntropy.logSum(outputs, from, from + width);
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      sum += batch.values[i] * (logSum - outputs[i]);
    }
    return sum;
  }

  @Override
  public double rowGradient(
      float[] outputs, Minibatch batch, int row, int width, double share, float[] gradient) {
    int from = row * width;
    float factor = (float) share;
    float kept = (float) (1 - labelSmoothing);
    float added = (float) (labelSmoothing / width);
    double logSum = SoftmaxCrossEntropy.softmax(outputs, from, from + width, factor, gradient);
    float mass = 0f;
    double sum = 0;
    for (int i = from; i < from + width; i++) {
      float target = batch.values[i] * kept + added;
      mass += target;
      sum += target * (logSum - outputs[i]);
    }
    for (int i = from; i < from + width; i++) {
      gradient[i] = gradient[i] * mass - (batch.values[i] * kept + added) * factor;
    }
    return sum;
  }

  /** Reads {@code categorical_crossentropy}. */
  @AutoService(LossType.class)
  public static final class Type implements LossType {
    @Override
    public String name() {
      return "categorical_crossentropy";
    }

    @Override
    public Loss read(Section section) {
      return new CategoricalCrossentropy(LabelSmoothing.read(section));
    }
  }
}
