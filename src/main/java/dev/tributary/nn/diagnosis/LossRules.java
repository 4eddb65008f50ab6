package dev.tributary.nn.diagnosis;

import java.util.Optional;

/** The loss over the steps between two measurements. */
final class LossRules {
  private static final double RISE = 1.5;

  private LossRules() {}

  static Optional<Finding> notFinite(Diagnosis diagnosis, Clipping clipping) {
    Measurement last = diagnosis.last();
    String what;
    if (diagnosis.brokenStep() > 0) {
      what =
          "step " + diagnosis.brokenStep() + " left a loss or a weight that isn't a finite number";
    } else if (!Double.isFinite(last.loss())) {
      what = "the loss is not a finite number " + last.when();
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Kind.NOT_FINITE,
            Severity.CRITICAL,
            "",
            "",
            ("Training diverges: %s, at the learning rate %s. Lower"
                    + " training.learning-rate (find-rate suggests one)%s; data.scaling ="
                    + " standard and batch normalization help too.")
                .formatted(
                    what,
                    Words.number(last.rate()),
                    clipping == Clipping.USED
                        ? ""
                        : ", or clip gradients: training.clipping { type = global_norm, limit ="
                            + " 1.0 }")));
  }

  static Optional<Finding> rising(Diagnosis diagnosis) {
    Measurement first = diagnosis.first();
    Measurement last = diagnosis.last();
    if (!Double.isFinite(last.loss()) || !(last.loss() > RISE * first.loss())) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            Finding.Kind.RISING_LOSS,
            Severity.CRITICAL,
            "",
            "",
            ("The loss rises: from %s %s to %s %s, at the learning rate %s. Lower"
                    + " training.learning-rate; find-rate suggests one.")
                .formatted(
                    Words.number(first.loss()),
                    first.when(),
                    Words.number(last.loss()),
                    last.when(),
                    Words.number(last.rate()))));
  }
}
