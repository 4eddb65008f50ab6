package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.util.Optional;

/**
 * Cross-entropy of sigmoids with targets {@code t} in {@code [0, 1]}, one a unit: {@code L = mean
 * over rows and units of -t log σ(z) - (1 - t) log(1 - σ(z))}, in nats, computed as {@code max(z,
 * 0) - z·t + log(1 + e^-|z|)}; {@code dL/dz = (σ(z) - t) / (rows·units)}.
 */
public record BinaryCrossentropy() implements Loss {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "binary_crossentropy";
  }

  @Override
  public TargetKind targets() {
    return TargetKind.VALUES;
  }

  @Override
  public Optional<String> outputActivation() {
    return Optional.of("sigmoid");
  }

  @Override
  public double mean(float[] outputs, Minibatch batch, int width) {
    int size = batch.rows * width;
    double sum = 0;
    for (int i = 0; i < size; i++) {
      double z = outputs[i];
      sum += Math.max(z, 0) - z * batch.values[i] + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum / size;
  }

  @Override
  public double gradient(float[] outputs, Minibatch batch, int width, float[] gradient) {
    int size = batch.rows * width;
    float share = 1f / size;
    for (int i = 0; i < size; i++) {
      gradient[i] = (Elementary.sigmoid(outputs[i]) - batch.values[i]) * share;
    }
    return mean(outputs, batch, width);
  }

  /** Reads {@code binary_crossentropy}. */
  @AutoService(LossType.class)
  public static final class Type implements LossType {
    @Override
    public String name() {
      return "binary_crossentropy";
    }

    @Override
    public Loss read(Section section) {
      return new BinaryCrossentropy();
    }
  }
}
