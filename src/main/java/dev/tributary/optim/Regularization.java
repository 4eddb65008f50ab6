package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import java.io.Serializable;
import java.util.List;

/**
 * Keeps kernels small; biases, normalizations and slopes are left alone.
 *
 * <p>The penalty {@code λ₁ Σ|w| + λ₂ Σw²}, as Keras has it, is minded through its gradient {@code
 * λ₁ sign(w) + 2 λ₂ w}, which is added to that of the loss before clipping. The loss that training
 * reports is that of the data alone.
 *
 * <p>Decoupled weight decay is {@code w ← w - η λ w} beside the step of any optimizer (Loshchilov
 * and Hutter, 2019), w being the weight before the step. It comes on top of the decay that an
 * optimizer may have of its own.
 *
 * @param l1 λ₁, at least 0
 * @param l2 λ₂, at least 0
 * @param weightDecay λ, at least 0
 * @param layers whose kernels
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "l1",
    formula = "loss + λ₁ Σ|w| over kernels",
    paper = "Tibshirani, 1996",
    defaults = "0")
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "l2",
    formula = "loss + λ₂ Σw² over kernels",
    paper = "Krogh and Hertz, 1992",
    defaults = "0")
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "weight-decay",
    formula = "w ← w − η λ w beside any optimizer, kernels only",
    paper = "Loshchilov and Hutter, 2019",
    defaults = "0")
public record Regularization(double l1, double l2, double weightDecay, LayerSelection layers)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Leaves everything as it is. */
  public static final Regularization NONE = new Regularization(0, 0, 0, LayerSelection.ALL);

  /**
   * Reads {@code regularization { l2 = 0.001 }}.
   *
   * @param layers the names of the network's layers, if they are known
   */
  public static Regularization read(Section section, String key, List<String> layers) {
    Section own = section.section(key);
    return new Regularization(
        own.number("l1", 0, Range.atLeast(0)),
        own.number("l2", 0, Range.atLeast(0)),
        own.number("weight-decay", 0, Range.atLeast(0)),
        LayerSelection.read(own, layers));
  }

  /** Whether it leaves everything as it is. */
  public boolean isNone() {
    return !hasPenalty() && weightDecay == 0;
  }

  /** Whether the gradient has a part of its own. */
  boolean hasPenalty() {
    return l1 > 0 || l2 > 0;
  }

  /** Adds the penalty's gradient for {@code weights[from .. to)}. */
  void addGradient(float[] weights, float[] gradient, int from, int to) {
    // Apart: the JIT makes vector code of loops that are alone in what it compiles.
    if (l1 > 0) {
      addSigns(weights, gradient, from, to);
    }
    if (l2 > 0) {
      addWeights(weights, gradient, from, to);
    }
  }

  private void addSigns(float[] weights, float[] gradient, int from, int to) {
    float factor = (float) l1;
    for (int i = from; i < to; i++) {
      gradient[i] += factor * Elementary.sign(weights[i]);
    }
  }

  private void addWeights(float[] weights, float[] gradient, int from, int to) {
    float factor = (float) (2 * l2);
    for (int i = from; i < to; i++) {
      gradient[i] += factor * weights[i];
    }
  }

  /** Decays {@code weights[from .. to)} at a learning rate. */
  void decay(float[] weights, int from, int to, double rate) {
    float lost = (float) (rate * weightDecay);
    for (int i = from; i < to; i++) {
      weights[i] -= lost * weights[i];
    }
  }
}
