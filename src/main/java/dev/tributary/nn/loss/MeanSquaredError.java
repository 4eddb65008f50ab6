package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.Technique;
import java.util.Optional;

/**
 * The mean squared error: a row's {@code L = mean over units of (y - t)²}; {@code dL/dy = 2 (y - t)
 * / units}.
 */
@Technique(kind = Technique.Kind.LOSS, name = "mse", formula = "mean of (y − t)²", paper = "–")
public record MeanSquaredError() implements Loss {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "mse";
  }

  @Override
  public TargetKind targets() {
    return TargetKind.VALUES;
  }

  @Override
  public Optional<String> outputActivation() {
    return Optional.empty();
  }

  @Override
  public double rowLoss(float[] outputs, Minibatch batch, int row, int width) {
    int to = (row + 1) * width;
    double sum = 0;
    for (int i = row * width; i < to; i++) {
      double error = outputs[i] - batch.values[i];
      sum += error * error;
    }
    return sum / width;
  }

  @Override
  public double rowGradient(
      float[] outputs, Minibatch batch, int row, int width, double share, float[] gradient) {
    int to = (row + 1) * width;
    float factor = (float) (2 * share / width);
    for (int i = row * width; i < to; i++) {
      gradient[i] = (outputs[i] - batch.values[i]) * factor;
    }
    return rowLoss(outputs, batch, row, width);
  }

  /** Reads {@code mse}. */
  @AutoService(LossType.class)
  public static final class Type implements LossType {
    @Override
    public String name() {
      return "mse";
    }

    @Override
    public Loss read(Section section) {
      return new MeanSquaredError();
    }
  }
}
