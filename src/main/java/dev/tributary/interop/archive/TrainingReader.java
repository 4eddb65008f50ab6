package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.config.Range;
import dev.tributary.optim.Constraint;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LayerSelection;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.Regularization;
import dev.tributary.optim.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads how a {@code MultiLayerConfiguration} trains. Over there every layer may have rules of its
 * own; here all have the same, and else the network isn't translated.
 */
final class TrainingReader {
  private static final Set<String> LEARNING =
      Set.of("DenseLayer", "OutputLayer", "BatchNormalization", "PReLULayer");

  private final List<Fields> layers = new ArrayList<>();

  private TrainingReader() {}

  /**
   * The rules of all layers that learn.
   *
   * @throws NotTranslatableException naming what Tributary lacks, or does otherwise
   */
  static TranslatedTraining read(JsonNode configuration) {
    TrainingReader reader = new TrainingReader();
    int number = 0;
    for (JsonNode conf : configuration.path("confs")) {
      reader.take(new Fields(conf, "layer " + ++number));
    }
    return reader.training();
  }

  private void take(Fields conf) {
    Fields layer = conf.required("layer");
    String type = layer.type();
    if (!LEARNING.contains(type)) {
      return;
    }
    Fields placed = layer.at("%s (%s)".formatted(conf.place(), type));
    String algorithm = conf.text("optimizationAlgo", "");
    if (!algorithm.equals("STOCHASTIC_GRADIENT_DESCENT")) {
      throw new NotTranslatableException(placed.place() + " is optimized by " + algorithm);
    }
    if (!conf.flag("miniBatch", true) || !conf.flag("minimize", true)) {
      throw new NotTranslatableException(
          placed.place() + " maximizes, or sums over a minibatch where Tributary takes the mean");
    }
    layers.add(placed);
  }

  private TranslatedTraining training() {
    if (layers.isEmpty()) {
      throw new NotTranslatableException("none of its layers learns");
    }
    Fields first = layers.get(0);
    requireAlike("iupdater", layers);
    for (Fields layer : layers) {
      JsonNode own = layer.json().path("biasUpdater");
      if (!own.isMissingNode() && !own.isNull() && !own.equals(first.json().get("iupdater"))) {
        throw new NotTranslatableException(layer.place() + " has another updater for its bias");
      }
      if (!layer.json().path("regularizationBias").isEmpty()) {
        throw new NotTranslatableException(layer.place() + " regularizes its bias");
      }
    }
    Fields updater = first.required("iupdater").at("the updater");
    Optimizer optimizer = Updaters.read(updater);
    Regularization regularization = regularization();
    GradientClipping clipping = clipping(regularization);
    return new TranslatedTraining(
        new UpdateRule(optimizer, clipping, regularization, new Constraint.None()),
        Updaters.rate(updater));
  }

  private Regularization regularization() {
    List<Fields> kernels = of("DenseLayer", "OutputLayer");
    requireAlike("regularization", kernels);
    for (Fields slopes : of("PReLULayer")) {
      if (!slopes.json().path("regularization").isEmpty()) {
        throw new NotTranslatableException(slopes.place() + " regularizes its slopes");
      }
    }
    if (kernels.isEmpty()) {
      return Regularization.NONE;
    }
    double l1 = 0;
    double l2 = 0;
    double decay = 0;
    // One may stand there more than once, as Deeplearning4j's builder doubles a weight decay: each
    // counts.
    for (JsonNode each : kernels.get(0).json().path("regularization")) {
      Fields penalty = new Fields(each, "the regularization");
      switch (penalty.type()) {
        case "L1Regularization" -> l1 += fixed(penalty, "l1");
        case "L2Regularization" -> l2 += fixed(penalty, "l2");
        case "WeightDecay" -> {
          if (!penalty.flag("applyLR", true)) {
            throw new NotTranslatableException("the weight decay doesn't follow the learning rate");
          }
          decay += fixed(penalty, "coeff");
        }
        default -> throw new NotTranslatableException("the regularization is " + penalty.type());
      }
    }
    // Over there the penalty is λ/2 Σw².
    return new Regularization(l1, l2 / 2, decay, LayerSelection.ALL);
  }

  private static double fixed(Fields penalty, String key) {
    Fields schedule = penalty.required(key);
    if (!schedule.type().equals("FixedSchedule")) {
      throw new NotTranslatableException(penalty.place() + " changes by a " + schedule.type());
    }
    return schedule.number("value", Range.atLeast(0));
  }

  private GradientClipping clipping(Regularization regularization) {
    requireAlike("gradientNormalization", layers);
    String kind = layers.get(0).text("gradientNormalization", "None");
    if (kind.equals("None")) {
      return new GradientClipping.None();
    }
    requireAlike("gradientNormalizationThreshold", layers);
    if (!of("BatchNormalization").isEmpty()) {
      throw new NotTranslatableException(
          "%s clips the moving statistics of batch normalization too".formatted(kind));
    }
    if (!regularization.isNone() && regularization.weightDecay() == 0) {
      throw new NotTranslatableException(kind + " comes before the penalty of the weights there");
    }
    double limit = layers.get(0).number("gradientNormalizationThreshold", 1, Range.positive());
    return switch (kind) {
      case "ClipElementWiseAbsoluteValue" -> new GradientClipping.ByValue(limit);
      case "ClipL2PerParamType" -> new GradientClipping.ByNorm(limit);
      default -> throw new NotTranslatableException("the gradients go through " + kind);
    };
  }

  private List<Fields> of(String... types) {
    return layers.stream().filter(layer -> List.of(types).contains(layer.type())).toList();
  }

  private static void requireAlike(String key, List<Fields> layers) {
    for (Fields layer : layers) {
      if (!layer.json().path(key).equals(layers.get(0).json().path(key))) {
        throw new NotTranslatableException(
            "%s has another %s than %s".formatted(layer.place(), key, layers.get(0).place()));
      }
    }
  }
}
