package dev.tributary.nn.diagnosis;

import java.util.List;
import java.util.Optional;

/** Gradients that lose or gain their size on the way down. */
final class GradientRules {
  private static final double VANISHING = 1e-3;
  private static final double EXPLODING = 1e3;

  private GradientRules() {}

  static Optional<Finding> vanishing(Evidence evidence) {
    return ratio(evidence, Figure.GRADIENT_NORM)
        .filter(ratio -> ratio.value() < VANISHING)
        .map(
            ratio ->
                ratio.finding(
                    evidence,
                    Finding.Kind.VANISHING_GRADIENTS,
                    "Gradients fall by " + Words.factor(1 / ratio.value()),
                    Remedies.forDepth(evidence)));
  }

  /**
   * By the outputs as well: where the signal grows on its way up as the gradient does on its way
   * down, their products, the gradients by the parameters, are all alike.
   */
  static Optional<Finding> exploding(Evidence evidence) {
    return exploding(evidence, Figure.GRADIENT_NORM)
        .or(() -> exploding(evidence, Figure.OUTPUT_GRADIENT));
  }

  private static Optional<Finding> exploding(Evidence evidence, Figure figure) {
    return ratio(evidence, figure)
        .filter(ratio -> ratio.value() > EXPLODING || !Double.isFinite(ratio.value()))
        .map(
            ratio ->
                ratio.finding(
                    evidence,
                    Finding.Kind.EXPLODING_GRADIENTS,
                    "Gradients grow by " + Words.factor(ratio.value()),
                    Remedies.forExplosion(evidence)));
  }

  private static String because(Evidence evidence) {
    String cause = Remedies.cause(evidence);
    return cause.isEmpty() ? "" : ": " + cause;
  }

  /** The lowest trained weight layer's gradient over the highest one's; none where both are 0. */
  private static Optional<Ratio> ratio(Evidence evidence, Figure figure) {
    List<Integer> layers =
        evidence.weightLayers().stream()
            .filter(layer -> evidence.figure(layer, Figure.GRADIENT_NORM).isPresent())
            .toList();
    if (layers.size() < 2) {
      return Optional.empty();
    }
    int first = layers.get(0);
    int last = layers.get(layers.size() - 1);
    double low = evidence.figure(first, figure).orElseThrow();
    double high = evidence.figure(last, figure).orElseThrow();
    return low == 0 && high == 0
        ? Optional.empty()
        : Optional.of(new Ratio(figure, first, last, low, high));
  }

  /** Of a figure in the first and the last weight layer. */
  private record Ratio(Figure figure, int first, int last, double low, double high) {
    double value() {
      return low / high;
    }

    Finding finding(Evidence evidence, Finding.Kind kind, String what, String remedy) {
      return new Finding(
          kind,
          Severity.CRITICAL,
          evidence.name(first),
          evidence.name(last),
          "%s between %s and %s %s (%s %s and %s)%s. %s"
              .formatted(
                  what,
                  evidence.name(last),
                  evidence.name(first),
                  evidence.when(),
                  figure == Figure.GRADIENT_NORM ? "norms" : "by the outputs",
                  Words.number(high),
                  Words.number(low),
                  because(evidence),
                  remedy));
    }
  }
}
