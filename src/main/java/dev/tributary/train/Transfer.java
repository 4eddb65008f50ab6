package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code transfer} section of a job file: layers of a saved model that the job's network starts
 * with (Yosinski et al., 2014).
 *
 * @param from the model's folder
 * @param layers which layers, each into the layer of the same name; empty where they are counted
 * @param count how many of the lowest layers that have weights, at least 1; empty where they are
 *     named
 * @param frozenEpochs for how many epochs they stay as they are; {@link #ALWAYS} for all
 * @param rateFactor what their learning rate is multiplied with once they train, greater than 0
 */
@Technique(
    kind = Technique.Kind.TRAINING,
    name = "transfer",
    formula = "layers of a saved model to start with, frozen at first or for good",
    paper = "Yosinski et al., 2014",
    defaults = "trainable false, learning-rate-factor 1")
public record Transfer(
    String from, List<String> layers, OptionalInt count, int frozenEpochs, double rateFactor) {
  /** As many epochs as there are. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  private static final String UNFREEZE = "unfreeze-at-epoch";

  public Transfer {
    layers = List.copyOf(layers);
  }

  /** Reads the section, if it is there; problems are noted in it. */
  public static Optional<Transfer> read(Section root) {
    if (!root.has("transfer")) {
      return Optional.empty();
    }
    Section own = root.section("transfer");
    List<String> layers = own.has("layers") ? own.strings("layers") : List.of();
    OptionalInt count =
        own.has("count")
            ? OptionalInt.of(own.integer("count", Range.atLeast(1)))
            : OptionalInt.empty();
    if (layers.isEmpty() == count.isEmpty()) {
      own.complain(
          "",
          "needs either layers, a list of names, or count, how many of the lowest layers that have"
              + " weights");
    }
    return Optional.of(
        new Transfer(
            own.string("from"),
            layers,
            count,
            frozenEpochs(own),
            own.number("learning-rate-factor", 1, Range.positive())));
  }

  private static int frozenEpochs(Section own) {
    boolean trainable = own.flag("trainable", false);
    if (!own.has(UNFREEZE)) {
      return trainable ? 0 : ALWAYS;
    }
    int epoch = own.integer(UNFREEZE, Range.atLeast(2));
    if (trainable) {
      own.complain(UNFREEZE, "is for layers that are frozen at first; leave out trainable = true");
    }
    return epoch - 1;
  }
}
