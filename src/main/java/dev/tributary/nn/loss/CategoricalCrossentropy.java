package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.util.Optional;

/**
 * Cross-entropy of a softmax with a distribution {@code t} over the classes, one-hot as a rule:
 * {@code L = mean over rows of -Σⱼ tⱼ log softmax(z)ⱼ}, in nats; {@code dL/dz = (softmax(z)·Σⱼtⱼ -
 * t) / rows}.
 */
public record CategoricalCrossentropy() implements Loss {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "categorical_crossentropy";
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
  public double mean(float[] outputs, Minibatch batch, int width) {
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      int from = row * width;
      double logSum = SoftmaxCrossEntropy.logSum(outputs, from, from + width);
      for (int i = from; i < from + width; i++) {
        sum += batch.values[i] * (logSum - outputs[i]);
      }
    }
    return sum / batch.rows;
  }

  @Override
  public double gradient(float[] outputs, Minibatch batch, int width, float[] gradient) {
    float share = 1f / batch.rows;
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      int from = row * width;
      double logSum = SoftmaxCrossEntropy.softmax(outputs, from, from + width, share, gradient);
      float mass = 0f;
      for (int i = from; i < from + width; i++) {
        mass += batch.values[i];
        sum += batch.values[i] * (logSum - outputs[i]);
      }
      for (int i = from; i < from + width; i++) {
        gradient[i] = gradient[i] * mass - batch.values[i] * share;
      }
    }
    return sum / batch.rows;
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
      return new CategoricalCrossentropy();
    }
  }
}
