package dev.tributary.techniques;

import dev.tributary.config.JobFile;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Technique;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Optimizers;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The defaults that the table states, and those that the code has. */
final class DefaultSettings {
  private DefaultSettings() {}

  /** By key; empty where the table states none, or the kind has no settings to be read alone. */
  static Map<String, String> stated(Technique technique) {
    Map<String, String> stated = new LinkedHashMap<>();
    switch (technique.kind()) {
      case ACTIVATION, INITIALIZER, LAYER, OPTIMIZER -> {
        for (String pair : technique.defaults().split(", ", -1)) {
          int space = pair.indexOf(' ');
          if (space == pair.lastIndexOf(' ') && space > 0 && !pair.endsWith(" required")) {
            stated.put(pair.substring(0, space), pair.substring(space + 1));
          }
        }
      }
      case LOSS,
          CLIPPING,
          SCHEDULE,
          REGULARIZATION,
          TRAINING,
          AVERAGING,
          PREDICTION,
          DIAGNOSIS -> {}
    }
    return stated;
  }

  /** What a job file that gives nothing but the name gets. */
  static Map<String, Object> actual(Technique technique) {
    String name = technique.name();
    return switch (technique.kind()) {
      case ACTIVATION -> layer("{type = activation, function = " + name + "}");
      case INITIALIZER ->
          asMap(layer("{type = dense, units = 1, initializer = " + name + "}").get("initializer"));
      case LAYER ->
          name.equals("dl4j") ? Map.of() : layer("{type = " + name + required(name) + "}");
      case OPTIMIZER -> optimizer(name);
      case LOSS, CLIPPING, SCHEDULE, REGULARIZATION, TRAINING, AVERAGING, PREDICTION, DIAGNOSIS ->
          Map.of();
    };
  }

  /** What a layer can't be without. */
  private static String required(String layer) {
    return switch (layer) {
      case "dense", "lstm", "simple_rnn" -> ", units = 1";
      case "column_embedding" ->
          ", tables = [{column = a, position = 0, entries = 1, dimensions = 1}]";
      case "embedding" -> ", entries = 1, units = 1";
      case "convolution" -> ", filters = 1, kernel-size = 1";
      case "reshape" -> ", shape = [1]";
      default -> "";
    };
  }

  /** Whether a setting has the value that a text states, a fraction or a word. */
  static boolean same(Object actual, String stated) {
    if (!(actual instanceof Number number)) {
      return String.valueOf(actual).equals(stated);
    }
    int slash = stated.indexOf('/');
    double value =
        slash < 0
            ? Double.parseDouble(stated)
            : Double.parseDouble(stated.substring(0, slash))
                / Double.parseDouble(stated.substring(slash + 1));
    return number.doubleValue() == value;
  }

  private static Map<String, Object> layer(String text) {
    String job = "model.layers = [" + text + ", {type = dense, units = 1}]\ntraining.loss = mse";
    NetworkSpec network =
        JobFile.parse("test", job, List.of())
            .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
    return network.toSettings().get(0);
  }

  private static Map<String, Object> asMap(Object settings) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (settings instanceof Map<?, ?> entries) {
      entries.forEach((key, value) -> map.put(String.valueOf(key), value));
    }
    return map;
  }

  private static Map<String, Object> optimizer(String name) {
    Optimizer optimizer =
        JobFile.parse("test", "optimizer = " + name, List.of())
            .read(root -> Optimizers.read(root, "optimizer"));
    Map<String, Object> settings = new LinkedHashMap<>();
    try {
      for (RecordComponent component : optimizer.getClass().getRecordComponents()) {
        String key =
            component.getName().replaceAll("([a-z])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
        settings.put(key, component.getAccessor().invoke(optimizer));
      }
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("", impossible);
    }
    return settings;
  }
}
