package dev.tributary.model;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.data.ColumnEncodings;
import dev.tributary.data.DataEncoding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code model.json} holds; its keys are the components' names.
 *
 * @param format always {@link #FORMAT}
 * @param version of this layout
 * @param tensors what the weights file must hold
 */
record ModelJson(
    String format,
    int version,
    Map<String, Object> network,
    List<Header> tensors,
    DataEncoding encoding,
    SourceFormat source,
    Provenance provenance) {
  static final String FORMAT = "tributary-model";
  static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          // Components only: a record's isSomething() is no part of the file.
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .build();

  /** A tensor without its values. */
  record Header(String name, List<Integer> shape) {
    static Header of(Tensor tensor) {
      return new Header(tensor.name(), tensor.shape());
    }

    @Override
    public String toString() {
      return Quoted.of(name) + " " + Quoted.of(shape.toString());
    }
  }

  static byte[] write(ModelBundle bundle) throws IOException {
    return JSON.writeValueAsBytes(
        new ModelJson(
            FORMAT,
            VERSION,
            bundle.network(),
            bundle.tensors().stream().map(Header::of).toList(),
            bundle.encoding(),
            bundle.source().withoutSecrets(),
            bundle.provenance().withoutSecrets()));
  }

  static ModelJson read(byte[] bytes, String file) throws IOException {
    try {
      JsonNode tree =
          JSON.readTree(
              new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
      if (!tree.path("format").asText().equals(FORMAT)) {
        throw new InvalidModelException(
            "%s doesn't describe a Tributary model: its key format must be %s."
                .formatted(file, FORMAT));
      }
      if (!tree.path("version").isInt() || tree.path("version").intValue() != VERSION) {
        throw new InvalidModelException(
            "%s is of version %s of the model format; this Tributary reads version %d. %s"
                .formatted(
                    file,
                    Quoted.of(tree.path("version").asText("(none)")),
                    VERSION,
                    "Use the Tributary that wrote it, or train the model again."));
      }
      // Models of a time when columns were nothing but numbers don't say so.
      if (tree.path("encoding") instanceof ObjectNode encoding && !encoding.has("columns")) {
        encoding.set("columns", JSON.valueToTree(ColumnEncodings.NONE));
      }
      return JSON.treeToValue(tree, ModelJson.class);
    } catch (JsonMappingException unfit) {
      String place =
          unfit.getPath().stream()
              .map(at -> at.getFieldName() == null ? "[" + at.getIndex() + "]" : at.getFieldName())
              .collect(Collectors.joining("."));
      String why =
          unfit.getCause() instanceof IllegalArgumentException invalid
              ? invalid.getMessage()
              : "a value is missing, unknown or of the wrong kind";
      throw new InvalidModelException(
          "%s can't be used: at %s, %s.".formatted(file, Quoted.of(place), Quoted.of(why)), unfit);
    } catch (JsonProcessingException notJson) {
      throw new InvalidModelException(
          "%s can't be read as JSON: %s.".formatted(file, Quoted.of(notJson.getOriginalMessage())),
          notJson);
    }
  }

  /** The model, once the weights file turned out to hold what is written here. */
  ModelBundle with(List<Tensor> values, String weightsFile) {
    List<Header> found = values.stream().map(Header::of).toList();
    for (int i = 0; i < Math.max(found.size(), tensors.size()); i++) {
      String expected = i < tensors.size() ? "the tensor " + tensors.get(i) : "no further tensor";
      if (i >= found.size() || i >= tensors.size() || !found.get(i).equals(tensors.get(i))) {
        throw new InvalidModelException(
            "%s doesn't belong to the model.json beside it: %s was expected at place %d, %s found."
                .formatted(
                    weightsFile,
                    expected,
                    i + 1,
                    i < found.size() ? found.get(i) + " was" : "nothing was"));
      }
    }
    try {
      return new ModelBundle(network, values, encoding, source, provenance);
    } catch (IllegalArgumentException | ArithmeticException invalid) {
      throw new InvalidModelException(
          "The model.json beside %s can't be used: %s."
              .formatted(weightsFile, Quoted.of(String.valueOf(invalid.getMessage()))),
          invalid);
    }
  }
}
