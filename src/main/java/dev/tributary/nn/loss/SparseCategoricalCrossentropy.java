package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.util.Objects;
import java.util.Optional;

/**
 * Cross-entropy of a softmax with a class index: {@code L = mean over rows of -log softmax(z)[y]},
 * in nats; {@code dL/dz = (softmax(z) - onehot(y)) / rows}.
 */
public record SparseCategoricalCrossentropy() implements Loss {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "sparse_categorical_crossentropy";
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
  public double mean(float[] outputs, Minibatch batch, int width) {
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      int from = row * width;
      sum +=
          SoftmaxCrossEntropy.logSum(outputs, from, from + width)
              - outputs[from + Objects.checkIndex(batch.classes[row], width)];
    }
    return sum / batch.rows;
  }

  @Override
  public double gradient(float[] outputs, Minibatch batch, int width, float[] gradient) {
    float share = 1f / batch.rows;
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      int from = row * width;
      int target = from + Objects.checkIndex(batch.classes[row], width);
      sum +=
          SoftmaxCrossEntropy.softmax(outputs, from, from + width, share, gradient)
              - outputs[target];
      gradient[target] -= share;
    }
    return sum / batch.rows;
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
      return new SparseCategoricalCrossentropy();
    }
  }
}
