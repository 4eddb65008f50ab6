package dev.tributary.train;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.RegressionMetrics;
import dev.tributary.model.Safetensors;
import dev.tributary.model.Tensor;
import dev.tributary.optim.ClippingTally;
import dev.tributary.optim.Rollback;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what {@link StateWriter} wrote. */
final class StateReader {
  private final Map<String, float[]> tensors = new HashMap<>();
  private final Map<String, String> texts;

  StateReader(Safetensors.Contents contents) {
    for (Tensor tensor : contents.tensors()) {
      tensors.put(tensor.name(), tensor.values());
    }
    texts = contents.metadata();
  }

  /**
   * The state.
   *
   * @throws InvalidModelException if something is missing, or isn't what it should be
   */
  RunState state() {
    try {
      SharedModel model = model("model.");
      return new RunState(
          model,
          progress("whole."),
          progress("broken."),
          dealt(text("broken.dealt")),
          texts.containsKey("start.steps") ? Optional.of(model("start.")) : Optional.empty(),
          (int) whole("epochs"),
          number("loss"),
          evaluation("validation."),
          earlyStopping(model),
          new PlateauWatch.Seen(
              number("plateau.best"),
              (int) whole("plateau.without"),
              (int) whole("plateau.cooldown")),
          rollbacks(),
          flag("stopped-early"));
    } catch (IllegalArgumentException unsound) {
      throw new InvalidModelException(
          "The state of the run is not sound: " + unsound.getMessage(), unsound);
    }
  }

  private EarlyStopping.Seen earlyStopping(SharedModel last) {
    Optional<SharedModel> best = Optional.empty();
    if (texts.containsKey("best.is-last")) {
      best = Optional.of(flag("best.is-last") ? last : model("best."));
    }
    return new EarlyStopping.Seen(
        number("best.value"),
        (int) whole("best.epoch"),
        (int) whole("best.epochs"),
        best,
        evaluation("best.validation."));
  }

  private SharedModel model(String prefix) {
    float[] weights = tensor(prefix + "weights");
    return new SharedModel(
        weights,
        tensor(prefix + "statistics"),
        vectors(prefix + "state"),
        whole(prefix + "steps"),
        whole(prefix + "state-steps"),
        number(prefix + "rate-scale"),
        vectors(prefix + "outer"));
  }

  /** The vectors {@code name.0} and so on, as many as {@code name}s were counted. */
  private float[][] vectors(String name) {
    float[][] vectors = new float[(int) whole(name + "s")][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = tensor(name + "." + i);
    }
    return vectors;
  }

  private Progress progress(String prefix) {
    Progress progress = new Progress();
    progress.rounds = whole(prefix + "rounds");
    progress.steps = whole(prefix + "steps");
    progress.examples = whole(prefix + "examples");
    progress.workers = (int) whole(prefix + "workers");
    progress.lossSum = number(prefix + "loss-sum");
    progress.times =
        new Times(
            whole(prefix + "nanos.rounds"),
            whole(prefix + "nanos.compute"),
            whole(prefix + "nanos.evaluate"));
    progress.clipping.add(
        ClippingTally.of(
            new ClippingTally.Counts(
                whole(prefix + "clipping.steps"),
                whole(prefix + "clipping.clipped"),
                number(prefix + "clipping.norm-sum"),
                number(prefix + "clipping.largest-norm"))));
    return progress;
  }

  private static List<DealtRounds> dealt(String text) {
    List<DealtRounds> dealt = new ArrayList<>();
    for (String alike : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      String[] parts = alike.split("x", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("rounds " + alike);
      }
      dealt.add(
          new DealtRounds(
              Long.parseLong(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }
    return dealt;
  }

  private List<Rollback> rollbacks() {
    List<Rollback> rollbacks = new ArrayList<>();
    long count = whole("rollbacks");
    for (int i = 0; i < count; i++) {
      String prefix = "rollback." + i + ".";
      rollbacks.add(
          new Rollback(
              (int) whole(prefix + "epoch"),
              whole(prefix + "round"),
              whole(prefix + "undone"),
              number(prefix + "rate-scale"),
              text(prefix + "reason")));
    }
    return rollbacks;
  }

  private Optional<Evaluation> evaluation(String prefix) {
    if (!texts.containsKey(prefix + "loss")) {
      return Optional.empty();
    }
    double loss = number(prefix + "loss");
    if (texts.containsKey(prefix + "classes")) {
      return Optional.of(new Evaluation(loss, confusion(prefix)));
    }
    return Optional.of(
        new Evaluation(
            loss,
            new RegressionMetrics(
                whole(prefix + "examples"),
                (int) whole(prefix + "outputs"),
                number(prefix + "squared-error"),
                number(prefix + "absolute-error"),
                number(prefix + "target-spread"))));
  }

  private ClassificationMetrics confusion(String prefix) {
    int classes = (int) whole(prefix + "classes");
    String[] counts = text(prefix + "confusion").split(" ", -1);
    if (classes < 1 || counts.length != (long) classes * classes) {
      throw new IllegalArgumentException(
          "%d counts of %d classes".formatted(counts.length, classes));
    }
    long[][] confusion = new long[classes][classes];
    for (int i = 0; i < counts.length; i++) {
      confusion[i / classes][i % classes] = Long.parseLong(counts[i]);
    }
    return new ClassificationMetrics(confusion);
  }

  private float[] tensor(String name) {
    float[] values = tensors.get(name);
    if (values == null) {
      throw new IllegalArgumentException("it has no tensor " + name);
    }
    return values;
  }

  private long whole(String name) {
    return Long.parseLong(text(name));
  }

  private double number(String name) {
    return Double.parseDouble(text(name));
  }

  private boolean flag(String name) {
    return Boolean.parseBoolean(text(name));
  }

  private String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw new IllegalArgumentException("it has no " + name);
    }
    return text;
  }
}
