package dev.tributary.interop.archive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.model.Quoted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the JSON of a {@code MultiLayerConfiguration} says, in Tributary's words. */
public final class Configurations {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Configurations() {}

  /**
   * The network that gives the same outputs.
   *
   * @param json as {@code MultiLayerConfiguration.toJson} writes it
   * @throws NotTranslatableException naming the layer that Tributary lacks, or computes otherwise
   */
  public static TranslatedNetwork network(String json) {
    return NetworkReader.read(parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * How it trains, for a network without {@link TranslatedNetwork#differences}.
   *
   * @param json as in {@link #network}
   * @throws NotTranslatableException naming what Tributary lacks, or does otherwise
   */
  public static TranslatedTraining training(String json) {
    return TrainingReader.read(parse(json.getBytes(StandardCharsets.UTF_8)));
  }

  /** The JSON as a tree; its {@code @class}es stay words. */
  static JsonNode parse(byte[] json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree == null || !tree.isObject()) {
        throw new NotTranslatableException("its configuration is no JSON object");
      }
      return tree;
    } catch (JsonProcessingException notJson) {
      throw new NotTranslatableException(
          "its configuration can't be read as JSON: " + Quoted.of(notJson.getOriginalMessage()));
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
  }
}
