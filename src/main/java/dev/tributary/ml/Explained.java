package dev.tributary.ml;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import scala.Option;

/** Explains a param as Spark does, arrays by what they hold. */
final class Explained {
  private Explained() {}

  static String param(Params owner, Param<?> param) {
    String value =
        owner.isDefined(param)
            ? value("default", owner.getDefault(param)) + value("current", owner.get(param))
            : "undefined";
    return "%s: %s (%s)".formatted(param.name(), param.doc(), value.replaceFirst("^, ", ""));
  }

  private static String value(String what, Option<?> value) {
    return value.isEmpty() ? "" : ", " + what + ": " + text(value.get());
  }

  private static String text(Object value) {
    if (value instanceof String[] texts) {
      return Arrays.stream(texts)
          .map(each -> '"' + each + '"')
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return value instanceof double[] numbers ? Arrays.toString(numbers) : String.valueOf(value);
  }
}
