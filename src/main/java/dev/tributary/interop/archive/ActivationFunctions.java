package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.config.Range;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Elu;
import dev.tributary.nn.activation.Gelu;
import dev.tributary.nn.activation.HardSigmoid;
import dev.tributary.nn.activation.LeakyRelu;
import dev.tributary.nn.activation.Linear;
import dev.tributary.nn.activation.Mish;
import dev.tributary.nn.activation.Relu;
import dev.tributary.nn.activation.Relu6;
import dev.tributary.nn.activation.Selu;
import dev.tributary.nn.activation.Sigmoid;
import dev.tributary.nn.activation.Silu;
import dev.tributary.nn.activation.Softmax;
import dev.tributary.nn.activation.Softplus;
import dev.tributary.nn.activation.Softsign;
import dev.tributary.nn.activation.Tanh;
import java.util.List;
import java.util.Map;

/** The activations that both sides compute alike, by their names over there. */
final class ActivationFunctions {
  private static final String PACKAGE = "org.nd4j.linalg.activations.impl.";

  /** Those without settings. */
  private static final Map<String, Activation> PLAIN =
      Map.ofEntries(
          Map.entry("ActivationIdentity", new Linear()),
          Map.entry("ActivationSigmoid", new Sigmoid()),
          Map.entry("ActivationTanH", new Tanh()),
          Map.entry("ActivationSoftmax", new Softmax()),
          Map.entry("ActivationSoftPlus", new Softplus()),
          Map.entry("ActivationSoftSign", new Softsign()),
          Map.entry("ActivationSELU", new Selu()),
          Map.entry("ActivationSwish", new Silu()),
          Map.entry("ActivationMish", new Mish()),
          Map.entry("ActivationReLU6", new Relu6()));

  private ActivationFunctions() {}

  /**
   * The activation of a layer.
   *
   * @param differences noted here if it trains otherwise
   * @throws NotTranslatableException if Tributary has none that gives the same outputs
   */
  static Activation read(Fields function, List<String> differences) {
    String type = function.type();
    Activation plain = PLAIN.get(type);
    if (plain != null) {
      return plain;
    }
    return switch (type) {
      case "ActivationReLU" -> relu(function);
      case "ActivationLReLU" ->
          new LeakyRelu(function.number("alpha", 0.01, Range.fromBelow(0, 1)));
      case "ActivationELU" -> elu(function, differences);
      case "ActivationGELU" ->
          throw lacking(
              function,
              "it is x σ(1.702 x), or nearly x σ(1.596 x), and neither is Tributary's gelu");
      case "ActivationHardSigmoid" ->
          throw lacking(
              function, "it is 0.2 x + 0.5 cut at 0 and 1, Tributary's is relu6(x + 3)/6");
      case "ActivationRReLU" ->
          throw lacking(
              function,
              "in inference, what is below 0 becomes the mean slope there, not that times x");
      default -> throw lacking(function, "Tributary has no such activation");
    };
  }

  private static Activation relu(Fields function) {
    boolean capped = function.hasNumber("max");
    double slope = function.number("negativeSlope", 0, Range.fromBelow(0, 1));
    if (function.number("threshold", 0, Range.any()) != 0
        || (capped && (slope != 0 || function.number("max", Range.any()) != 6))) {
      throw lacking(function, "Tributary's ReLUs have no threshold, and no ceiling other than 6");
    }
    if (capped) {
      return new Relu6();
    }
    return slope == 0 ? new Relu() : new LeakyRelu(slope);
  }

  private static Activation elu(Fields function, List<String> differences) {
    double alpha = function.number("alpha", 1, Range.positive());
    if (alpha != 1) {
      differences.add(
          function.place()
              + " is an ELU with alpha "
              + alpha
              + ", which its gradient ignores there");
    }
    return new Elu(alpha);
  }

  /**
   * The JSON of an activation.
   *
   * @param place what to call its layer in messages
   * @throws NotTranslatableException if Deeplearning4j has none that gives the same outputs
   */
  static ObjectNode write(Activation function, String place) {
    for (Map.Entry<String, Activation> plain : PLAIN.entrySet()) {
      if (plain.getValue().equals(function)) {
        return named(plain.getKey());
      }
    }
    if (function instanceof Relu) {
      return named("ActivationReLU").putNull("max").putNull("negativeSlope").putNull("threshold");
    }
    if (function instanceof LeakyRelu leaky) {
      return leaky(leaky.negativeSlope());
    }
    if (function instanceof Elu elu) {
      return named("ActivationELU").put("alpha", elu.alpha());
    }
    if (function instanceof Gelu) {
      throw new NotTranslatableException(
          place + " is a gelu, and Deeplearning4j's are x σ(1.702 x) and nearly x σ(1.596 x)");
    }
    if (function instanceof HardSigmoid) {
      throw new NotTranslatableException(
          place
              + " is relu6(x + 3)/6, and Deeplearning4j's hard sigmoid is 0.2 x + 0.5 cut at 0 and 1");
    }
    throw new NotTranslatableException(
        place + " is " + function.name() + ", which Deeplearning4j doesn't have");
  }

  /** The JSON of no activation. */
  static ObjectNode identity() {
    return named("ActivationIdentity");
  }

  /** The JSON of a ReLU with this slope below 0. */
  static ObjectNode leaky(double slope) {
    return named("ActivationLReLU").put("alpha", slope);
  }

  private static ObjectNode named(String type) {
    return JsonNodeFactory.instance.objectNode().put("@class", PACKAGE + type);
  }

  private static NotTranslatableException lacking(Fields function, String why) {
    return new NotTranslatableException(
        function.place() + " has the activation " + function.type() + ": " + why);
  }
}
