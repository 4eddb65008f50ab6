package dev.tributary.ml;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.spark.ml.param.Param;

/**
 * The job that an estimator's params describe, as a job file would: the text of {@code conf}, over
 * it the params that are set, over both what a data set in memory decides.
 */
final class JobText {
  private static final String NAME = "The job of these params";
  private static final String LOSS = "training.loss";
  private static final String LAYERS = "model.layers";
  private static final String RATE = "training.learning-rate";
  private static final String EARLY_STOPPING = "training.early-stopping";

  private final DeepParams params;
  private Config config;

  private JobText(DeepParams params) {
    this.params = params;
    this.config = JobFile.parse("param conf", params.getConf(), List.of()).config();
  }

  /**
   * Where an estimator's rows are and what it learns from them.
   *
   * @param features the columns of the input vector
   * @param label the label's column; empty where the features are the targets
   * @param loss unless another is asked for
   * @param outputs how many there must be, where the network's output layer is to be added
   */
  record Task(List<String> features, String label, String loss, IntSupplier outputs) {
    Task {
      features = List.copyOf(features);
    }
  }

  /** The job for a task. */
  static JobFile of(DeepParams params, Task task) {
    JobText text = new JobText(params);
    text.training(task.loss());
    text.network(task);
    text.validation();
    text.data(task);
    return new JobFile(NAME, text.config);
  }

  private void training(String ownLoss) {
    if (params.isSet(params.loss()) || !config.hasPath(LOSS)) {
      put(LOSS, params.isSet(params.loss()) ? read(params.loss()) : value(ownLoss));
    }
    plain("training.epochs", params.maxIter());
    plain("training.batch-size", params.batchSize());
    plain("training.seed", params.seed());
    written("training.optimizer", params.optimizer());
    written("training.clipping", params.clipping());
    written(RATE, params.learningRate());
    if (params.isSet(params.stepSize())) {
      put(rateKey(), value(params.stepSize()));
    }
    if (params.isSet(params.regParam()) || params.isSet(params.elasticNetParam())) {
      double strength = params.getRegParam();
      double share = params.getElasticNetParam();
      put("training.regularization.l1", value(strength * share, params.regParam()));
      put("training.regularization.l2", value(strength * (1 - share) / 2, params.regParam()));
    }
    if (params.isSet(params.numWorkers())) {
      int workers = params.getNumWorkers();
      put("averaging.workers", workers == 0 ? value("auto") : value(workers, params.numWorkers()));
    }
    plain("averaging.every", params.averagingInterval());
  }

  /** Where the schedule's first rate stands. */
  private String rateKey() {
    if (!config.hasPath(RATE) || !(config.getValue(RATE) instanceof ConfigObject schedule)) {
      return RATE;
    }
    boolean peaks = "one_cycle".equals(String.valueOf(schedule.unwrapped().get("schedule")));
    return RATE + (peaks ? ".maximum" : ".value");
  }

  private void network(Task task) {
    if (params.isSet(params.layers())) {
      List<ConfigValue> layers = new ArrayList<>(LayerTexts.read(params.getLayers()));
      layers.add(output(task));
      boolean named = params.isSet(params.initializer());
      config = config.withoutPath("model");
      put(
          LAYERS,
          ConfigValueFactory.fromIterable(
              named ? LayerTexts.initialized(layers, read(params.initializer())) : layers));
    } else if (!config.hasPath("model")) {
      throw new InvalidJobException(
          "There is no network to train. Set the param layers, its hidden layers, such as \"dense,"
              + " units = 300, activation = elu\"; or give a whole network in the param conf, as"
              + " model.layers of a job file.");
    }
  }

  /** As many units as the loss takes; one that tells two classes apart has a single one. */
  private ConfigValue output(Task task) {
    Config loss = config.getValue(LOSS).atKey("loss");
    String name =
        loss.getValue("loss") instanceof ConfigObject
            ? text(loss, "loss.type")
            : text(loss, "loss");
    String activation =
        switch (name) {
          case "sparse_categorical_crossentropy", "categorical_crossentropy" -> "softmax";
          case "binary_crossentropy" -> "sigmoid";
          default -> "linear";
        };
    boolean single = name.equals("binary_crossentropy") && !task.label().isEmpty();
    int units = single ? 1 : task.outputs().getAsInt();
    return value(Map.of("type", "dense", "units", units, "activation", activation));
  }

  /** Early stopping goes with validation rows, unless there is to be none. */
  private void validation() {
    boolean indicated =
        params.isSet(params.validationIndicatorCol())
            && !params.getValidationIndicatorCol().isEmpty();
    if (indicated) {
      put("data.validation", value("the rows of " + params.getValidationIndicatorCol()));
    } else {
      plain("data.validation", params.validationFraction());
    }
    boolean asked =
        params.isSet(params.patience())
            || params.isSet(params.tol())
            || params.isSet(params.monitor());
    boolean validated = indicated || params.getValidationFraction() > 0;
    if (params.getPatience() == 0) {
      config = config.withoutPath(EARLY_STOPPING);
    } else if (asked || (validated && !config.hasPath(EARLY_STOPPING))) {
      late("monitor", params.monitor());
      late("patience", params.patience());
      late("minimum-change", params.tol());
    }
  }

  /** A setting of early stopping: the param's, unless that isn't set and {@code conf} has one. */
  private void late(String key, Param<?> param) {
    String path = EARLY_STOPPING + "." + key;
    if (params.isSet(param) || !config.hasPath(path)) {
      put(path, value(params.getOrDefault(param), param));
    }
  }

  private void data(Task task) {
    written("data.scaling", params.scaling());
    if (params.isSet(params.handleInvalid())) {
      put("data.bad-rows", value(params.getHandleInvalid().equals("error") ? "fail" : "skip"));
    }
    for (String elsewhere : List.of("data.format", "data.options", "data.test", "checkpoint")) {
      config = config.withoutPath(elsewhere);
    }
    put("data.train", value("a data set"));
    put("data.features", value(task.features()));
    put("data.target", value(task.label().isEmpty() ? "features" : "label"));
    config = config.withoutPath("data.label");
    if (!task.label().isEmpty()) {
      put("data.label", value(task.label()));
    }
    boolean weighted = params.isSet(params.weightCol()) && !params.getWeightCol().isEmpty();
    config = config.withoutPath("data.weight");
    if (weighted) {
      put("data.weight", value(params.getWeightCol(), params.weightCol()));
    }
    put("output.dir", value("a model of Spark ML"));
  }

  private void plain(String path, Param<?> param) {
    if (params.isSet(param)) {
      put(path, value(param));
    }
  }

  private void written(String path, Param<String> param) {
    if (params.isSet(param)) {
      put(path, read(param));
    }
  }

  private void put(String path, ConfigValue value) {
    config = config.withValue(path, value);
  }

  private ConfigValue read(Param<String> param) {
    return HoconText.value("param " + param.name(), params.getOrDefault(param));
  }

  private ConfigValue value(Param<?> param) {
    return value(params.getOrDefault(param), param);
  }

  private static ConfigValue value(Object value, Param<?> origin) {
    return ConfigValueFactory.fromAnyRef(value, "param " + origin.name());
  }

  private static ConfigValue value(Object value) {
    return ConfigValueFactory.fromAnyRef(value, NAME);
  }

  private static String text(Config config, String path) {
    return config.hasPath(path) ? config.getString(path) : "";
  }
}
