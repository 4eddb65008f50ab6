package dev.tributary.nn.diagnosis;

import dev.tributary.nn.layer.Nonlinearity;
import java.util.List;
import java.util.Optional;

/** Activations that no longer pass a gradient on. */
final class ActivationRules {
  private static final double SATURATED = 0.5;
  private static final double DEAD = 0.1;
  private static final double DEAD_CRITICAL = 0.5;

  private ActivationRules() {}

  static Optional<Finding> saturation(Evidence evidence) {
    List<Integer> layers = evidence.hiddenActivationsAbove(Figure.SATURATED, SATURATED);
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    int worst = worst(evidence, layers, Figure.SATURATED);
    return Optional.of(
        finding(
            evidence,
            layers,
            Finding.Kind.SATURATION,
            2 * layers.size() > evidence.hiddenActivations().size()
                ? Severity.CRITICAL
                : Severity.WARNING,
            ("%s of the values of %s are saturated %s%s: its slope there is less than a"
                    + " tenth of the steepest, and little gradient passes. The cause: %s. %s")
                .formatted(
                    Words.percent(evidence.figure(worst, Figure.SATURATED).orElseThrow()),
                    evidence.label(worst),
                    evidence.when(),
                    others(layers),
                    Remedies.initial(evidence),
                    Remedies.forDepth(evidence))));
  }

  static Optional<Finding> dead(Evidence evidence) {
    List<Integer> layers = evidence.hiddenActivationsAbove(Figure.DEAD, DEAD);
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    int worst = worst(evidence, layers, Figure.DEAD);
    double share = evidence.figure(worst, Figure.DEAD).orElseThrow();
    Nonlinearity function = InitializerRule.function(evidence, worst);
    String rate =
        evidence.measured().steps() > 0
            ? " Or lower the learning rate, which is %s: large steps kill units."
                .formatted(Words.number(evidence.measured().rate()))
            : "";
    return Optional.of(
        finding(
            evidence,
            layers,
            Finding.Kind.DEAD_UNITS,
            share > DEAD_CRITICAL ? Severity.CRITICAL : Severity.WARNING,
            ("%s of the units of %s are dead %s%s: their slope is 0 on every one of %d"
                    + " rows, so they don't learn. Use leaky_relu or elu in place of %s%s.%s")
                .formatted(
                    Words.percent(share),
                    evidence.label(worst),
                    evidence.when(),
                    others(layers),
                    evidence.measured().rows(),
                    function.functionName(),
                    evidence.normalizedThroughout()
                        ? ""
                        : ", or put { type = batch_normalization } before each activation",
                    rate)));
  }

  private static String others(List<Integer> layers) {
    return layers.size() == 1
        ? ""
        : ", and too many in %s more".formatted(Words.layers(layers.size() - 1));
  }

  private static int worst(Evidence evidence, List<Integer> layers, Figure figure) {
    int worst = layers.get(0);
    for (int layer : layers) {
      if (evidence.figure(layer, figure).orElse(0) > evidence.figure(worst, figure).orElse(0)) {
        worst = layer;
      }
    }
    return worst;
  }

  private static Finding finding(
      Evidence evidence, List<Integer> layers, Finding.Kind kind, Severity severity, String text) {
    return new Finding(
        kind,
        severity,
        evidence.name(layers.get(0)),
        evidence.name(layers.get(layers.size() - 1)),
        text);
  }
}
