package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Sigmoid;
import dev.tributary.nn.activation.Softmax;
import dev.tributary.nn.loss.BinaryCrossentropy;
import dev.tributary.nn.loss.CategoricalCrossentropy;
import dev.tributary.nn.loss.Loss;
import dev.tributary.nn.loss.MeanSquaredError;
import dev.tributary.nn.loss.SparseCategoricalCrossentropy;
import java.util.List;

/** The losses of both sides, and where they aren't the same. */
final class OutputLosses {
  private static final String PACKAGE = "org.nd4j.linalg.lossfunctions.impl.";

  private OutputLosses() {}

  /**
   * The loss of an output layer; the mean squared error, noted as a difference, where Tributary has
   * no such one: outputs don't depend on it.
   *
   * @param width how many outputs there are
   */
  static Loss read(Fields loss, Activation activation, int width, List<String> differences) {
    String type = loss.type();
    String place = loss.place() + " has the loss " + type;
    if (loss.json().hasNonNull("weights")) {
      differences.add(place + " with weights");
    }
    if (activation instanceof Softmax) {
      switch (type) {
        case "LossMCXENT", "LossNegativeLogLikelihood" -> {
          return new CategoricalCrossentropy();
        }
        case "LossSparseMCXENT" -> {
          return new SparseCategoricalCrossentropy();
        }
        default -> {}
      }
    }
    if (activation instanceof Sigmoid && type.equals("LossBinaryXENT")) {
      if (width > 1) {
        differences.add(place + ", a sum over its outputs where Tributary takes the mean");
      }
      return new BinaryCrossentropy();
    }
    if (!type.equals("LossMSE")) {
      differences.add(
          place + " behind " + activation.name() + ", for which Tributary takes the mse");
    }
    return new MeanSquaredError();
  }

  /** The JSON of a loss. Class labels are one-hot rows over there. */
  static ObjectNode write(Loss loss) {
    if (loss instanceof CategoricalCrossentropy || loss instanceof SparseCategoricalCrossentropy) {
      return named("LossMCXENT").put("softmaxClipEps", 1e-10).putNull("weights");
    }
    if (loss instanceof BinaryCrossentropy) {
      return named("LossBinaryXENT").put("clipEps", 1e-5).putNull("weights");
    }
    if (loss instanceof MeanSquaredError) {
      return named("LossMSE");
    }
    throw new NotTranslatableException(
        "the loss is " + loss.name() + ", which Deeplearning4j doesn't have");
  }

  private static ObjectNode named(String type) {
    return JsonNodeFactory.instance.objectNode().put("@class", PACKAGE + type);
  }
}
