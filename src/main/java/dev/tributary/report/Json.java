package dev.tributary.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renders trees of maps and numbers, and reads what was rendered; numbers that aren't finite are
 * left out, as JSON has none.
 */
public final class Json {
  private static final ObjectMapper COMPACT = new JsonMapper();

  /** Whatever the character set of the output. */
  private static final ObjectMapper ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final ObjectMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** On one line, with its line feed. */
  public static String line(Map<String, ?> tree) {
    return render(COMPACT, tree);
  }

  /** What {@link #line} rendered. */
  public static JsonNode read(String json) {
    try {
      return COMPACT.readTree(json);
    } catch (JsonProcessingException notOurs) {
      throw new UncheckedIOException(notOurs);
    }
  }

  static String asciiLine(Map<String, ?> tree) {
    return render(ASCII, tree);
  }

  static String indented(Map<String, ?> tree) {
    return render(INDENTED, tree);
  }

  private static String render(ObjectMapper mapper, Map<String, ?> tree) {
    try {
      return mapper.writeValueAsString(finite(tree)) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Map<Object, Object> finite(Map<?, ?> tree) {
    Map<Object, Object> finite = new LinkedHashMap<>();
    tree.forEach(
        (key, value) -> {
          if (!(value instanceof Double number) || Double.isFinite(number)) {
            finite.put(key, within(value));
          }
        });
    return finite;
  }

  private static Object within(Object value) {
    if (value instanceof Map<?, ?> map) {
      return finite(map);
    }
    return value instanceof List<?> list ? list.stream().map(Json::within).toList() : value;
  }
}
