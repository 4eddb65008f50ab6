package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.config.Range;
import dev.tributary.model.Quoted;
import java.util.Optional;

/**
 * An object of Deeplearning4j's JSON. Its {@code @class} is a word to compare and never a class to
 * load.
 *
 * @param json the object
 * @param place where it stands, for messages, such as {@code layer 2 (DenseLayer)}
 */
record Fields(JsonNode json, String place) {
  private static final String CLASS = "@class";

  /** The same object, called otherwise in messages. */
  Fields at(String elsewhere) {
    return new Fields(json, elsewhere);
  }

  /** The object under {@code key}, if it is there and not null. */
  Optional<Fields> object(String key) {
    JsonNode found = json.path(key);
    if (found.isMissingNode() || found.isNull()) {
      return Optional.empty();
    }
    if (!found.isObject()) {
      throw wrong(key, found, "an object");
    }
    return Optional.of(new Fields(found, place));
  }

  /** The object under {@code key}. */
  Fields required(String key) {
    return object(key).orElseThrow(() -> new NotTranslatableException(place + " has no " + key));
  }

  /** The name of its class, without the package; only Deeplearning4j's own are known. */
  String type() {
    String name = json.path(CLASS).asText();
    if (name.isEmpty()) {
      throw new NotTranslatableException(
          place + " names no class, as in files of Deeplearning4j before 1.0.0-beta");
    }
    if (!name.startsWith("org.deeplearning4j.nn.") && !name.startsWith("org.nd4j.linalg.")) {
      throw new NotTranslatableException(
          place + " is of the class " + Quoted.of(name) + ", which isn't Deeplearning4j's own");
    }
    return Quoted.of(name.substring(name.lastIndexOf('.') + 1));
  }

  /** A text, or {@code absent}. */
  String text(String key, String absent) {
    JsonNode found = json.path(key);
    return found.isTextual() ? found.textValue() : absent;
  }

  /** A truth value, or {@code absent}. */
  boolean flag(String key, boolean absent) {
    JsonNode found = json.path(key);
    if (found.isMissingNode() || found.isNull()) {
      return absent;
    }
    if (!found.isBoolean()) {
      throw wrong(key, found, "true or false");
    }
    return found.booleanValue();
  }

  /** Whether there is a number under {@code key}; Deeplearning4j writes NaN for none. */
  boolean hasNumber(String key) {
    return json.path(key).isNumber();
  }

  /** A number that must be there. */
  double number(String key, Range range) {
    JsonNode found = json.path(key);
    if (!found.isNumber() || !range.contains(found.doubleValue())) {
      throw wrong(key, found, "a number " + range.allowed());
    }
    return found.doubleValue();
  }

  /** A number, or {@code absent}. */
  double number(String key, double absent, Range range) {
    return json.path(key).isMissingNode() || json.path(key).isNull() ? absent : number(key, range);
  }

  /** How many inputs or outputs. */
  int size(String key) {
    JsonNode found = json.path(key);
    if (!found.isIntegralNumber() || !found.canConvertToInt() || found.intValue() < 1) {
      throw wrong(key, found, "a whole number from 1 up");
    }
    return found.intValue();
  }

  private NotTranslatableException wrong(String key, JsonNode found, String allowed) {
    return new NotTranslatableException(
        "%s has %s = %s (must be %s)"
            .formatted(
                place,
                key,
                found.isMissingNode() ? "nothing" : Quoted.of(found.toString()),
                allowed));
  }
}
