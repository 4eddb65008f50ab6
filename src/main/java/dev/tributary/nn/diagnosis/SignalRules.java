package dev.tributary.nn.diagnosis;

import dev.tributary.nn.layer.LayerSpec;
import java.util.List;
import java.util.Optional;

/** The signal on its way up: its scale, its center, and what comes in. */
final class SignalRules {
  private static final double FADING = 1e-2;
  private static final double GROWING = 1e2;
  private static final double OFF_CENTER = 1.5;
  private static final double NOT_WORTH_TELLING = 0.1;
  private static final double INPUT_MEAN = 3;
  private static final double INPUT_LARGE = 5;
  private static final double INPUT_SMALL = 0.05;

  private SignalRules() {}

  static Optional<Finding> fading(Evidence evidence) {
    return depth(evidence)
        .filter(depth -> depth.ratio() < FADING)
        .map(
            depth ->
                finding(
                    evidence,
                    depth,
                    Finding.Kind.FADING_SIGNAL,
                    "The signal fades by %s".formatted(Words.factor(1 / depth.ratio())),
                    Remedies.forDepth(evidence)));
  }

  static Optional<Finding> growing(Evidence evidence) {
    return depth(evidence)
        .filter(depth -> depth.ratio() > GROWING)
        .map(
            depth ->
                finding(
                    evidence,
                    depth,
                    Finding.Kind.GROWING_SIGNAL,
                    "The signal grows by %s".formatted(Words.factor(depth.ratio())),
                    Remedies.forDepth(evidence)));
  }

  /** A mean far from 0 that goes into a weight layer as it is. */
  static Optional<Finding> offCenter(Evidence evidence) {
    List<Integer> layers =
        evidence.hiddenActivations().stream()
            .filter(layer -> isOffCenter(evidence, layer))
            .filter(layer -> !isNormalizedAbove(evidence, layer))
            .toList();
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    int worst = layers.get(layers.size() - 1);
    return Optional.of(
        new Finding(
            Finding.Kind.OFF_CENTER,
            Severity.HINT,
            evidence.name(layers.get(0)),
            evidence.name(worst),
            ("The outputs of %s are far from centered %s: mean %s, standard deviation"
                    + " %s. Their common part drowns what tells examples apart and slows"
                    + " learning. Use an activation around 0, such as tanh, elu or selu, or put {"
                    + " type = batch_normalization } in front of the next weights.")
                .formatted(
                    layers.size() == 1
                        ? evidence.label(worst)
                        : "%s up to %s"
                            .formatted(Words.layers(layers.size()), evidence.label(worst)),
                    evidence.when(),
                    Words.number(evidence.figure(worst, Figure.MEAN).orElseThrow()),
                    Words.number(evidence.figure(worst, Figure.DEVIATION).orElseThrow()))));
  }

  static Optional<Finding> inputs(Evidence evidence) {
    double mean = evidence.measured().input().figure(Figure.MEAN).orElseThrow();
    double deviation = evidence.measured().input().figure(Figure.DEVIATION).orElseThrow();
    boolean scaled =
        Math.abs(mean) <= INPUT_MEAN && deviation <= INPUT_LARGE && deviation >= INPUT_SMALL;
    if (scaled || Evidence.normalizes(evidence.layers().get(0).spec())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Kind.UNSCALED_INPUTS,
            Severity.WARNING,
            "input",
            "input",
            ("The features are not scaled: mean %s, standard deviation %s over all of"
                    + " them, where about 0 and 1 suit a network. Set data.scaling = standard, or"
                    + " make { type = batch_normalization } the first layer.")
                .formatted(Words.number(mean), Words.number(deviation))));
  }

  private static boolean isOffCenter(Evidence evidence, int layer) {
    double mean = Math.abs(evidence.figure(layer, Figure.MEAN).orElse(0));
    double deviation = evidence.figure(layer, Figure.DEVIATION).orElse(0);
    return mean > NOT_WORTH_TELLING && mean > OFF_CENTER * deviation;
  }

  private static boolean isNormalizedAbove(Evidence evidence, int layer) {
    for (int i = layer + 1; i < evidence.layers().size(); i++) {
      LayerSpec spec = evidence.layers().get(i).spec();
      if (Evidence.normalizes(spec) || evidence.kernel(i).isPresent()) {
        return Evidence.normalizes(spec);
      }
    }
    return false;
  }

  private static Finding finding(
      Evidence evidence, Depth depth, Finding.Kind kind, String what, String remedy) {
    String cause = Remedies.cause(evidence);
    return new Finding(
        kind,
        Severity.WARNING,
        evidence.name(depth.first),
        evidence.name(depth.last),
        "%s between %s and %s %s (standard deviations %s and %s)%s. %s"
            .formatted(
                what,
                evidence.name(depth.first),
                evidence.name(depth.last),
                evidence.when(),
                Words.number(depth.firstDeviation),
                Words.number(depth.lastDeviation),
                cause.isEmpty() ? "" : ": " + cause,
                remedy));
  }

  private static Optional<Depth> depth(Evidence evidence) {
    List<Integer> layers = evidence.hiddenActivations();
    if (layers.size() < 2) {
      return Optional.empty();
    }
    int first = layers.get(0);
    int last = layers.get(layers.size() - 1);
    double firstDeviation = evidence.figure(first, Figure.DEVIATION).orElseThrow();
    double lastDeviation = evidence.figure(last, Figure.DEVIATION).orElseThrow();
    return firstDeviation == 0
        ? Optional.empty()
        : Optional.of(new Depth(first, last, firstDeviation, lastDeviation));
  }

  private record Depth(int first, int last, double firstDeviation, double lastDeviation) {
    double ratio() {
      return lastDeviation / firstDeviation;
    }
  }
}
