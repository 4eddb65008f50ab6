package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.Optional;

/**
 * Greedy layer-wise pretraining, {@code training.pretraining} of a job file: each hidden layer
 * first learns to reconstruct its own input (Bengio et al., 2007), possibly from a corrupted one
 * (Vincent et al., 2008).
 *
 * @param epochs for each layer, at least 1
 * @param corruption the share of a layer's inputs that is set to 0 in training, {@code [0, 1)}
 * @param rate the learning rate, constant, greater than 0
 * @param data where the rows are, read as the training rows but without labels; empty means the
 *     training rows themselves
 */
@Technique(
    kind = Technique.Kind.TRAINING,
    name = "pretraining",
    formula = "each hidden layer first learns to reconstruct its own input",
    paper = "Bengio et al., 2007; Vincent et al., 2008",
    defaults = "epochs 10, corruption 0, learning-rate 0.01")
public record Pretraining(int epochs, double corruption, double rate, Optional<String> data) {
  /** Reads {@code pretraining { epochs = 10 }}, if it is there. */
  static Optional<Pretraining> read(Section training) {
    if (!training.has("pretraining")) {
      return Optional.empty();
    }
    Section own = training.section("pretraining");
    return Optional.of(
        new Pretraining(
            own.integer("epochs", 10, Range.atLeast(1)),
            own.number("corruption", 0, Range.fromBelow(0, 1)),
            own.number("learning-rate", 0.01, Range.positive()),
            own.optionalString("data")));
  }
}
