package dev.tributary.nn.diagnosis;

import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.Nonlinearity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What helps a signal or a gradient through the layers that this network has. */
final class Remedies {
  private Remedies() {}

  /**
   * What stands between the signal and the layers above: {@code sigmoid with initial weights
   * normal(stddev 1.0); 97 % of its values are saturated in activation_3}. Empty if there is no
   * activation.
   */
  static String cause(Evidence evidence) {
    return worstActivation(evidence)
        .map(at -> initial(evidence, at) + flat(evidence, at))
        .orElse("");
  }

  /** The first part of {@link #cause}. */
  static String initial(Evidence evidence) {
    return worstActivation(evidence).map(at -> initial(evidence, at)).orElse("");
  }

  private static String initial(Evidence evidence, int activation) {
    String weights =
        weightLayerBelow(evidence, activation)
            .map(layer -> InitializerRule.kernel(evidence, layer).initializer())
            .map(initializer -> " with initial weights " + InitializerRule.text(initializer))
            .orElse("");
    return InitializerRule.function(evidence, activation).functionName() + weights;
  }

  private static String flat(Evidence evidence, int activation) {
    String where = " in " + evidence.name(activation);
    OptionalDouble saturated = evidence.figure(activation, Figure.SATURATED);
    if (saturated.orElse(0) > 0) {
      return "; " + Words.percent(saturated.getAsDouble()) + " of its values are saturated" + where;
    }
    OptionalDouble dead = evidence.figure(activation, Figure.DEAD);
    return dead.orElse(0) > 0
        ? "; " + Words.percent(dead.getAsDouble()) + " of its units are dead" + where
        : "";
  }

  /** What to change so that signal and gradient keep their scale. */
  static String forDepth(Evidence evidence) {
    List<String> advice = new ArrayList<>(ofActivations(evidence));
    if (!evidence.normalizedThroughout()) {
      advice.add("put { type = batch_normalization } before each activation");
    }
    if (advice.isEmpty()) {
      advice.add("take fewer layers");
    }
    return sentence(advice);
  }

  /** As {@link #forDepth}, and clipping if there is none. */
  static String forExplosion(Evidence evidence) {
    String depth = forDepth(evidence);
    return evidence.clipping() == Clipping.USED
        ? depth
        : depth + " Clip gradients too: training.clipping { type = global_norm, limit = 1.0 }.";
  }

  private static Set<String> ofActivations(Evidence evidence) {
    Set<String> advice = new LinkedHashSet<>();
    Optional<Integer> worst = worstActivation(evidence);
    if (worst.isEmpty()) {
      return advice;
    }
    boolean saturates = evidence.figure(worst.get(), Figure.SATURATED).isPresent();
    if (saturates && !isCentered(InitializerRule.function(evidence, worst.get()))) {
      advice.add("use tanh with glorot_uniform, or relu with he_normal");
      return advice;
    }
    weightLayerBelow(evidence, worst.get())
        .flatMap(layer -> InitializerRule.better(evidence, layer, worst.get()))
        .ifPresent(better -> advice.add("use initializer = " + better));
    if (saturates && advice.isEmpty()) {
      advice.add("use relu with he_normal");
    }
    return advice;
  }

  /** Whether it gives 0 for 0, as tanh does and sigmoid doesn't. */
  private static boolean isCentered(Nonlinearity activation) {
    if (!(activation instanceof ActivationLayer layer)) {
      return true;
    }
    float[] output = new float[1];
    layer.function().forward(new float[1], output, 1, 1);
    return output[0] == 0;
  }

  /** The hidden activation with the most saturated or dead units; the first if there are none. */
  private static Optional<Integer> worstActivation(Evidence evidence) {
    Optional<Integer> worst = Optional.empty();
    double most = -1;
    for (int layer : evidence.hiddenActivations()) {
      double flat =
          Math.max(
              evidence.figure(layer, Figure.SATURATED).orElse(0),
              evidence.figure(layer, Figure.DEAD).orElse(0));
      if (flat > most) {
        most = flat;
        worst = Optional.of(layer);
      }
    }
    return worst;
  }

  private static Optional<Integer> weightLayerBelow(Evidence evidence, int activation) {
    return evidence.weightLayers().stream()
        .filter(
            layer -> evidence.activationBehind(layer).filter(at -> at == activation).isPresent())
        .findFirst();
  }

  private static String sentence(List<String> advice) {
    String text = String.join(", or ", advice);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
