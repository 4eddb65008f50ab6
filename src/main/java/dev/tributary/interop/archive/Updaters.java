package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.config.Range;
import dev.tributary.optim.Adadelta;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The updaters of Deeplearning4j and their learning rates. */
final class Updaters {
  private static final Range DECAY = Range.fromBelow(0, 1);

  private Updaters() {}

  /** The optimizer that takes the same steps. */
  static Optimizer read(Fields updater) {
    String type = updater.type();
    return switch (type) {
      case "Sgd" -> new Sgd();
      case "Nesterovs" -> {
        if (updater.object("momentumISchedule").isPresent()) {
          throw new NotTranslatableException("the momentum of Nesterovs follows a schedule");
        }
        yield new Nesterov(updater.number("momentum", DECAY));
      }
      case "Adam" -> adam(updater, PlainAdam.Kind.ADAM);
      case "AMSGrad" -> adam(updater, PlainAdam.Kind.AMSGRAD);
      case "Nadam" -> adam(updater, PlainAdam.Kind.NADAM);
      case "AdaMax" -> adam(updater, PlainAdam.Kind.ADAMAX);
      case "AdaDelta" ->
          new Adadelta(updater.number("rho", DECAY), updater.number("epsilon", Range.positive()));
      case "AdaGrad" -> new SeededSquares(Double.NaN, updater.number("epsilon", Range.positive()));
      case "RmsProp" ->
          new SeededSquares(
              updater.number("rmsDecay", DECAY), updater.number("epsilon", Range.positive()));
      default -> throw new NotTranslatableException("the updater is " + type);
    };
  }

  private static Optimizer adam(Fields updater, PlainAdam.Kind kind) {
    return new PlainAdam(
        kind,
        updater.number("beta1", DECAY),
        updater.number("beta2", DECAY),
        updater.number("epsilon", Range.positive()));
  }

  /** Its learning rate by steps. */
  static LearningRateSchedule rate(Fields updater) {
    if (updater.type().equals("AdaDelta")) {
      return new LearningRateSchedule.Constant(1); // it has none over there
    }
    return updater
        .object("learningRateSchedule")
        .map(schedule -> schedule(schedule.at("the learning rate")))
        .orElseGet(
            () ->
                new LearningRateSchedule.Constant(
                    updater.number("learningRate", Range.positive())));
  }

  private static LearningRateSchedule schedule(Fields schedule) {
    String type = schedule.type();
    if (type.equals("FixedSchedule")) {
      return new LearningRateSchedule.Constant(schedule.number("value", Range.positive()));
    }
    if (!schedule.text("scheduleType", "ITERATION").equals("ITERATION")) {
      throw new NotTranslatableException("the learning rate changes by epochs: " + type);
    }
    return switch (type) {
      case "ExponentialSchedule" ->
          new LearningRateSchedule.Exponential(
              initial(schedule), 1, schedule.number("gamma", Range.positive()));
      case "InverseSchedule" -> inverse(schedule);
      case "MapSchedule" -> piecewise(schedule);
      default -> throw new NotTranslatableException("the learning rate follows a " + type);
    };
  }

  /** {@code η₀ / (1 + γ t)^p} there, {@code η₀ / (1 + t/s)^c} here, with a whole s. */
  private static LearningRateSchedule inverse(Fields schedule) {
    double steps = 1 / schedule.number("gamma", Range.positive());
    if (steps > Integer.MAX_VALUE || Math.abs(steps - Math.rint(steps)) > 1e-9 * steps) {
      throw new NotTranslatableException(
          "the learning rate follows an InverseSchedule whose 1/gamma isn't a whole number");
    }
    return new LearningRateSchedule.Power(
        initial(schedule), (int) Math.rint(steps), schedule.number("power", Range.positive()));
  }

  private static LearningRateSchedule piecewise(Fields schedule) {
    SortedMap<Integer, Double> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : schedule.required("values").json().properties()) {
      try {
        values.put(Integer.valueOf(entry.getKey()), entry.getValue().asDouble(-1));
      } catch (NumberFormatException notAStep) {
        throw new NotTranslatableException("the learning rate's MapSchedule has strange steps");
      }
    }
    boolean sound = values.values().stream().allMatch(Range.positive()::contains);
    if (values.isEmpty() || values.firstKey() != 0 || !sound) {
      throw new NotTranslatableException(
          "the learning rate's MapSchedule must begin at 0, with rates greater than 0");
    }
    List<Integer> boundaries = new ArrayList<>(values.keySet());
    return new LearningRateSchedule.Piecewise(
        boundaries.subList(1, boundaries.size()), new ArrayList<>(values.values()));
  }

  private static double initial(Fields schedule) {
    return schedule.number("initialValue", Range.positive());
  }
}
