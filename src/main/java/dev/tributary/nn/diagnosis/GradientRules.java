package dev.tributary.nn.diagnosis;

import java.util.List;
import java.util.Optional;

/** Gradients that lose or gain their size on the way down. */
final class GradientRules {
  private static final double VANISHING = 1e-3;
  private static final double EXPLODING = 1e3;

  private GradientRules() {}

  static Optional<Finding> vanishing(Evidence evidence) {
    return ratio(evidence)
        .filter(ratio -> ratio.value() < VANISHING)
        .map(
            ratio ->
                ratio.finding(
                    Finding.Kind.VANISHING_GRADIENTS,
                    Severity.CRITICAL,
                    "Gradients fall by %s between %s and %s %s (norms %s and %s)%s. %s"
                        .formatted(
                            Words.factor(1 / ratio.value()),
                            ratio.last(),
                            ratio.first(),
                            evidence.when(),
                            Words.number(ratio.lastNorm()),
                            Words.number(ratio.firstNorm()),
                            because(evidence),
                            Remedies.forDepth(evidence))));
  }

  static Optional<Finding> exploding(Evidence evidence) {
    return ratio(evidence)
        .filter(ratio -> ratio.value() > EXPLODING || !Double.isFinite(ratio.value()))
        .map(
            ratio ->
                ratio.finding(
                    Finding.Kind.EXPLODING_GRADIENTS,
                    Severity.CRITICAL,
                    "Gradients grow by %s between %s and %s %s (norms %s and %s)%s. %s"
                        .formatted(
                            Words.factor(ratio.value()),
                            ratio.last(),
                            ratio.first(),
                            evidence.when(),
                            Words.number(ratio.lastNorm()),
                            Words.number(ratio.firstNorm()),
                            because(evidence),
                            Remedies.forExplosion(evidence))));
  }

  private static String because(Evidence evidence) {
    String cause = Remedies.cause(evidence);
    return cause.isEmpty() ? "" : ": " + cause;
  }

  /** The lowest trained weight layer's gradient over the highest one's; none where both are 0. */
  private static Optional<Ratio> ratio(Evidence evidence) {
    List<Integer> layers =
        evidence.weightLayers().stream()
            .filter(layer -> evidence.figure(layer, Figure.GRADIENT_NORM).isPresent())
            .toList();
    if (layers.size() < 2) {
      return Optional.empty();
    }
    int first = layers.get(0);
    int last = layers.get(layers.size() - 1);
    double firstNorm = evidence.figure(first, Figure.GRADIENT_NORM).orElseThrow();
    double lastNorm = evidence.figure(last, Figure.GRADIENT_NORM).orElseThrow();
    return firstNorm == 0 && lastNorm == 0
        ? Optional.empty()
        : Optional.of(new Ratio(evidence.name(first), evidence.name(last), firstNorm, lastNorm));
  }

  private record Ratio(String first, String last, double firstNorm, double lastNorm) {
    double value() {
      return firstNorm / lastNorm;
    }

    Finding finding(Finding.Kind kind, Severity severity, String text) {
      return new Finding(kind, severity, first, last, text);
    }
  }
}
