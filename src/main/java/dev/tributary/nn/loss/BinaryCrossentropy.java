package dev.tributary.nn.loss;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.Technique;
import java.util.Map;
import java.util.Optional;

/**
 * Cross-entropy of sigmoids with targets {@code t} in {@code [0, 1]}, one a unit: a row's {@code L
 * = mean over units of -t log σ(z) - (1 - t) log(1 - σ(z))}, in nats, computed as {@code max(z, 0)
 * - z·t + log(1 + e^-|z|)}; {@code dL/dz = (σ(z) - t) / units}.
 *
 * @param labelSmoothing ε in [0, 1): in training, {@code t (1 - ε) + ε / 2} stands for {@code t}
 *     (Szegedy et al., 2016, section 7, of two classes)
 */
@Technique(
    kind = Technique.Kind.LOSS,
    name = "binary_crossentropy",
    formula = "−t ln σ(z) − (1 − t) ln(1 − σ(z))",
    paper = "–",
    defaults = "label-smoothing 0")
public record BinaryCrossentropy(double labelSmoothing) implements Loss {
  private static final long serialVersionUID = 1L;

  /** Without label smoothing. */
  public BinaryCrossentropy() {
    this(0);
  }

  @Override
  public String name() {
    return "binary_crossentropy";
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
    return Optional.of("sigmoid");
  }

  @Override
  public double rowLoss(float[] outputs, Minibatch batch, int row, int width) {
    return smoothed(outputs, batch, row, width, 0);
  }

  @Override
  public double rowGradient(
      float[] outputs, Minibatch batch, int row, int width, double share, float[] gradient) {
    int to = (row + 1) * width;
    float factor = (float) (share / width);
    float kept = (float) (1 - labelSmoothing);
    float added = (float) (labelSmoothing / 2);
    for (int i = row * width; i < to; i++) {
      float target = batch.values[i] * kept + added;
      gradient[i] = (Elementary.sigmoid(outputs[i]) - target) * factor;
    }
    return smoothed(outputs, batch, row, width, labelSmoothing);
  }

  private static double smoothed(
      float[] outputs, Minibatch batch, int row, int width, double smoothing) {
    int to = (row + 1) * width;
    double sum = 0;
    for (int i = row * width; i < to; i++) {
      double z = outputs[i];
      double target = batch.values[i] * (1 - smoothing) + smoothing / 2;
      sum += Math.max(z, 0) - z * target + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum / width;
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
      return new BinaryCrossentropy(LabelSmoothing.read(section));
    }
  }
}
