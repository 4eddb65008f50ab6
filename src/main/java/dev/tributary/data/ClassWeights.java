package dev.tributary.data;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.NearMiss;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How much the examples of each class count in training.
 *
 * <p>Balanced, those of class {@code c} weigh {@code n / (K·n_c)}, where {@code n} training rows
 * fall into {@code K} classes, {@code n_c} of them into {@code c}: each class weighs the same in
 * all, and the mean weight is 1.
 *
 * @param mode where the weights come from
 * @param given the weights by class, name or index, where they are {@link Mode#GIVEN}; a class that
 *     isn't there weighs 1
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "class-weights",
    formula = "wᵢ of a row’s class in (1/n) Σ wᵢ Lᵢ; balanced: w_c = n / (K n_c)",
    paper = "King and Zeng, 2001",
    defaults = "1")
public record ClassWeights(Mode mode, Map<String, Double> given) {
  /** Where the weights come from. */
  public enum Mode {
    ALIKE,
    BALANCED,
    GIVEN
  }

  private static final String KEY = "class-weights";
  private static final String BALANCED = "balanced";

  public ClassWeights {
    given = Map.copyOf(given);
  }

  /** All classes count alike. */
  public static ClassWeights alike() {
    return new ClassWeights(Mode.ALIKE, Map.of());
  }

  /** The weights in words, where classes don't count alike. */
  public Optional<String> words() {
    return switch (mode) {
      case ALIKE -> Optional.empty();
      case BALANCED -> Optional.of(BALANCED);
      case GIVEN ->
          Optional.of(
              new TreeMap<>(given)
                  .entrySet().stream()
                      .map(entry -> entry.getKey() + ": " + entry.getValue())
                      .collect(Collectors.joining(", ")));
    };
  }

  /** Reads {@code class-weights} of the section {@code training}, if it is there. */
  public static ClassWeights read(Section training) {
    if (!training.has(KEY)) {
      return alike();
    }
    if (!training.holdsObject(KEY)) {
      if (!training.string(KEY, "").equals(BALANCED)) {
        complain(training);
      }
      return new ClassWeights(Mode.BALANCED, Map.of());
    }
    Map<String, Double> given = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : training.texts(KEY).entrySet()) {
      Optional<Double> weight = weight(entry.getValue());
      if (weight.isEmpty()) {
        complain(training);
        return alike();
      }
      given.put(entry.getKey(), weight.get());
    }
    return new ClassWeights(Mode.GIVEN, given);
  }

  /** Notes that the job's loss tells no classes apart, if there are weights. */
  public void refuse(Section training) {
    if (mode != Mode.ALIKE) {
      training.complain(
          KEY,
          "is for losses that tell classes apart: sparse_categorical_crossentropy,"
              + " categorical_crossentropy, and binary_crossentropy with one unit");
    }
  }

  /**
   * The weight of each class; empty where all count alike.
   *
   * @param names the classes by index
   * @param rows the training rows of each class
   * @throws InvalidJobException if a weight is given for a class that isn't there
   */
  List<Float> of(List<String> names, List<Long> rows) {
    List<Float> weights = new ArrayList<>(Collections.nCopies(names.size(), 1f));
    switch (mode) {
      case ALIKE -> {
        return List.of();
      }
      case BALANCED -> {
        double classes = rows.stream().filter(count -> count > 0).count();
        double all = rows.stream().mapToLong(Long::longValue).sum();
        for (int i = 0; i < names.size(); i++) {
          if (rows.get(i) > 0) {
            weights.set(i, (float) (all / (classes * rows.get(i))));
          }
        }
      }
      case GIVEN -> {
        for (Map.Entry<String, Double> entry : given.entrySet()) {
          int index = index(entry.getKey(), names);
          if (index != names.indexOf(entry.getKey()) && given.containsKey(names.get(index))) {
            throw new InvalidJobException(
                "training.class-weights has two weights for the class "
                    + names.get(index)
                    + ": by its name and by its index. Leave one of them out.");
          }
          weights.set(index, entry.getValue().floatValue());
        }
      }
    }
    return List.copyOf(weights);
  }

  private static int index(String key, List<String> names) {
    int named = names.indexOf(key);
    if (named >= 0) {
      return named;
    }
    for (int i = 0; i < names.size(); i++) {
      if (key.equals(Integer.toString(i))) {
        return i;
      }
    }
    throw new InvalidJobException(
        "training.class-weights names the class "
            + key
            + ", which isn't there"
            + NearMiss.of(key, names).map(near -> "; did you mean " + near + "?").orElse(".")
            + " The classes are "
            + Columns.list(names)
            + ", or by index 0 to "
            + (names.size() - 1)
            + ".");
  }

  private static Optional<Double> weight(String text) {
    try {
      double weight = Double.parseDouble(text);
      return weight >= 0 && weight <= Float.MAX_VALUE ? Optional.of(weight) : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static void complain(Section training) {
    training.problem(
        KEY,
        "balanced, or an object with the weights of classes, finite numbers of at least 0, such as"
            + " { 0 = 1, 1 = 5 }");
  }
}
