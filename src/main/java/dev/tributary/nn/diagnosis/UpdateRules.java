package dev.tributary.nn.diagnosis;

import java.util.List;
import java.util.Optional;

/** Steps that are too large or too small for the weights that they change. */
final class UpdateRules {
  private static final double LARGE = 1e-1;
  private static final double SMALL = 1e-5;

  private UpdateRules() {}

  static Optional<Finding> large(Evidence evidence) {
    List<Integer> layers =
        evidence.weightLayers().stream()
            .filter(layer -> evidence.figure(layer, Figure.UPDATE_RATIO).orElse(0) > LARGE)
            .toList();
    return layers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            finding(
                evidence,
                layers,
                Finding.Kind.LARGE_UPDATES,
                "A step changes the weights of %s by %s of their norm %s (about 0.001"
                    + " is healthy), at the learning rate %s. Lower training.learning-rate;"
                    + " find-rate suggests one.%s",
                evidence.clipping() == Clipping.USED
                    ? ""
                    : " Clipping bounds single steps: training.clipping { type = global_norm,"
                        + " limit = 1.0 }."));
  }

  /** Only once steps were taken, and not where the schedule stands at 0. */
  static Optional<Finding> small(Evidence evidence) {
    if (evidence.measured().steps() == 0 || evidence.measured().rate() == 0) {
      return Optional.empty();
    }
    List<Integer> trained =
        evidence.weightLayers().stream()
            .filter(layer -> evidence.figure(layer, Figure.UPDATE_RATIO).isPresent())
            .toList();
    List<Integer> layers =
        trained.stream()
            .filter(layer -> evidence.figure(layer, Figure.UPDATE_RATIO).orElseThrow() < SMALL)
            .toList();
    return layers.isEmpty()
        ? Optional.empty()
        : Optional.of(
            finding(
                evidence,
                layers,
                Finding.Kind.SMALL_UPDATES,
                "A step changes the weights of %s by only %s of their norm %s (about"
                    + " 0.001 is healthy), at the learning rate %s. %s",
                layers.size() == trained.size()
                    ? "Raise training.learning-rate; find-rate suggests one."
                    : "These layers hardly learn while others do: their gradients are too small. "
                        + Remedies.forDepth(evidence)));
  }

  private static Finding finding(
      Evidence evidence, List<Integer> layers, Finding.Kind kind, String words, String remedy) {
    int first = layers.get(0);
    int last = layers.get(layers.size() - 1);
    int worst = first;
    for (int layer : layers) {
      double ratio = evidence.figure(layer, Figure.UPDATE_RATIO).orElseThrow();
      double sofar = evidence.figure(worst, Figure.UPDATE_RATIO).orElseThrow();
      boolean worse = kind == Finding.Kind.LARGE_UPDATES ? ratio > sofar : ratio < sofar;
      worst = worse ? layer : worst;
    }
    String which =
        layers.size() == 1
            ? evidence.name(worst)
            : "%s (and of %s more)"
                .formatted(evidence.name(worst), Words.layers(layers.size() - 1));
    return new Finding(
        kind,
        Severity.WARNING,
        evidence.name(first),
        evidence.name(last),
        words.formatted(
            which,
            Words.number(evidence.figure(worst, Figure.UPDATE_RATIO).orElseThrow()),
            evidence.when(),
            Words.number(evidence.measured().rate()),
            remedy));
  }
}
