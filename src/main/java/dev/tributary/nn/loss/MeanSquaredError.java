package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.util.Optional;

/**
 * The mean squared error: {@code L = mean over rows and units of (y - t)²}; {@code dL/dy = 2 (y -
 * t) / (rows·units)}.
 */
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
  public double mean(float[] outputs, Minibatch batch, int width) {
    int size = batch.rows * width;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double error = outputs[i] - batch.values[i];
      sum += error * error;
    }
    return sum / size;
  }

  @Override
  public double gradient(float[] outputs, Minibatch batch, int width, float[] gradient) {
    int size = batch.rows * width;
    float share = 2f / size;
    for (int i = 0; i < size; i++) {
      gradient[i] = (outputs[i] - batch.values[i]) * share;
    }
    return mean(outputs, batch, width);
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
