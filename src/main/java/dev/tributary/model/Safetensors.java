package dev.tributary.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads and writes tensors in the safetensors format, 32-bit floats only.
 *
 * <pre>
 * 8 bytes     N, the length of the header, unsigned little-endian
 * N bytes     JSON: {"name": {"dtype": "F32", "shape": [..], "data_offsets": [begin, end]}, ..,
 *             "__metadata__": {"key": "text", ..}}, padded with spaces
 * the rest    the values, little-endian, row-major; offsets count from its first byte
 * </pre>
 *
 * <p>A file may come from anyone, so nothing in it is believed: memory is taken only for what the
 * file's own length can fill, and tensors must cover the data exactly, without gap or overlap.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class Safetensors {
  static final String METADATA = "__metadata__";

  private static final long LARGEST_HEADER = 100_000_000;
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int CHUNK = 1 << 16;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Safetensors() {}

  /**
   * What a file holds.
   *
   * @param tensors in the order of their data
   * @param metadata free texts by key
   */
  public record Contents(List<Tensor> tensors, Map<String, String> metadata) {
    public Contents {
      tensors = List.copyOf(tensors);
      metadata = Map.copyOf(metadata);
    }
  }

  /**
   * Writes tensors in the order given; the same contents give the same bytes.
   *
   * @throws IllegalArgumentException if two tensors share a name or the header would be too long
   */
  public static void write(Contents contents, OutputStream out) throws IOException {
    byte[] header = header(contents);
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    chunk.putLong(header.length);
    out.write(chunk.array(), 0, Long.BYTES);
    out.write(header);
    for (Tensor tensor : contents.tensors()) {
      float[] values = tensor.values();
      for (int from = 0; from < values.length; from += CHUNK / Float.BYTES) {
        int count = Math.min(CHUNK / Float.BYTES, values.length - from);
        chunk.clear().asFloatBuffer().put(values, from, count);
        out.write(chunk.array(), 0, count * Float.BYTES);
      }
    }
  }

  /**
   * Reads a file of {@code length} bytes.
   *
   * @param source what to call it in messages
   * @throws InvalidModelException if it isn't a sound safetensors file of 32-bit floats
   * @throws IOException if the stream itself fails
   */
  public static Contents read(InputStream in, long length, String source) throws IOException {
    try {
      if (length < Long.BYTES) {
        throw unsound(source, "it is %d bytes long, too short for a header".formatted(length));
      }
      long headerLength = little(exactly(in, Long.BYTES)).getLong();
      long available = Math.min(LARGEST_HEADER, length - Long.BYTES);
      if (headerLength < 2 || headerLength > available) {
        throw unsound(
            source,
            "it says that its header is %s bytes long (must be from 2 to %d)"
                .formatted(Long.toUnsignedString(headerLength), available));
      }
      JsonNode tree = parse(exactly(in, (int) headerLength), source);
      List<Entry> entries = entries(tree, length - Long.BYTES - headerLength, source);
      List<Tensor> tensors = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        tensors.add(new Tensor(entry.name, entry.shape, values(in, entry.size())));
      }
      return new Contents(tensors, metadata(tree.path(METADATA), source));
    } catch (EOFException early) {
      throw new InvalidModelException(
          source + " isn't a sound safetensors file: it ends before its data do.", early);
    }
  }

  private record Entry(String name, List<Integer> shape, long begin, long end) {
    int size() {
      return (int) ((end - begin) / Float.BYTES);
    }
  }

  private static byte[] header(Contents contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Set<String> names = new HashSet<>();
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      if (!contents.metadata().isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        for (Map.Entry<String, String> entry : new TreeMap<>(contents.metadata()).entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      long begin = 0;
      for (Tensor tensor : contents.tensors()) {
        if (!names.add(tensor.name())) {
          throw new IllegalArgumentException("Two tensors are called " + tensor.name());
        }
        long end = begin + (long) Float.BYTES * tensor.values().length;
        json.writeObjectFieldStart(tensor.name());
        json.writeStringField("dtype", "F32");
        json.writeFieldName("shape");
        json.writeArray(
            tensor.shape().stream().mapToInt(Integer::intValue).toArray(),
            0,
            tensor.shape().size());
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {begin, end}, 0, 2);
        json.writeEndObject();
        begin = end;
      }
      json.writeEndObject();
    }
    while (bytes.size() % Long.BYTES != 0) {
      bytes.write(' ');
    }
    if (bytes.size() > LARGEST_HEADER) {
      throw new IllegalArgumentException("Too many tensors: " + contents.tensors().size());
    }
    return bytes.toByteArray();
  }

  private static JsonNode parse(byte[] header, String source) {
    try {
      // Decoded here, strictly: Jackson would guess at UTF-16 and UTF-32.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
      if (!text.startsWith("{")) {
        throw unsound(source, "its header isn't a JSON object");
      }
      return JSON.readTree(text);
    } catch (CharacterCodingException notUtf8) {
      throw unsound(source, "its header isn't UTF-8 text");
    } catch (JsonProcessingException notJson) {
      throw unsound(source, "its header can't be read: " + Quoted.of(notJson.getOriginalMessage()));
    }
  }

  /** The tensors by their place in the data, which they cover from first to last byte. */
  private static List<Entry> entries(JsonNode tree, long dataLength, String source) {
    List<Entry> entries = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> i = tree.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      if (!field.getKey().equals(METADATA)) {
        entries.add(entry(field.getKey(), field.getValue(), dataLength, source));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin != covered) {
        throw unsound(
            source,
            "tensor %s begins at byte %d of the data, where byte %d comes next: %s"
                .formatted(
                    Quoted.of(entry.name),
                    entry.begin,
                    covered,
                    entry.begin < covered ? "it overlaps another" : "there is a gap before it"));
      }
      covered = entry.end;
    }
    if (covered != dataLength) {
      throw unsound(
          source,
          "its tensors take %d bytes, but %d bytes of data follow the header"
              .formatted(covered, dataLength));
    }
    return entries;
  }

  private static Entry entry(String name, JsonNode node, long dataLength, String source) {
    String tensor = "tensor " + Quoted.of(name);
    if (!node.isObject()) {
      throw unsound(source, tensor + " isn't described by an object");
    }
    JsonNode type = node.path("dtype");
    if (!type.isTextual() || !type.textValue().equals("F32")) {
      throw unsound(
          source, tensor + " is of the type " + Quoted.of(type.asText()) + " (must be F32)");
    }
    long[] offsets = wholeNumbers(node.path("data_offsets"), tensor, "data_offsets", source);
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataLength) {
      throw unsound(
          source,
          "%s has the data_offsets %s (must be a begin and an end within the %d bytes of data)"
              .formatted(tensor, Arrays.toString(offsets), dataLength));
    }
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    try {
      for (long dimension : wholeNumbers(node.path("shape"), tensor, "shape", source)) {
        shape.add(Math.toIntExact(dimension));
        size = Math.multiplyExact(size, dimension);
      }
    } catch (ArithmeticException tooLarge) {
      size = Long.MAX_VALUE;
    }
    long bytes = offsets[1] - offsets[0];
    if (size > LARGEST_ARRAY || size * Float.BYTES != bytes) {
      throw unsound(
          source,
          "%s has the shape %s and %d bytes (must be 4 bytes a value, at most %d values)"
              .formatted(tensor, Quoted.of(node.path("shape").toString()), bytes, LARGEST_ARRAY));
    }
    return new Entry(name, shape, offsets[0], offsets[1]);
  }

  private static long[] wholeNumbers(JsonNode node, String tensor, String key, String source) {
    boolean sound = node.isArray();
    long[] numbers = new long[sound ? node.size() : 0];
    for (int i = 0; i < numbers.length; i++) {
      JsonNode number = node.get(i);
      sound &= number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0;
      numbers[i] = number.longValue();
    }
    if (!sound) {
      throw unsound(
          source,
          "%s has the %s %s (must be a list of whole numbers from 0 on)"
              .formatted(tensor, key, Quoted.of(node.toString())));
    }
    return numbers;
  }

  private static Map<String, String> metadata(JsonNode node, String source) {
    Map<String, String> metadata = new TreeMap<>();
    for (Iterator<Map.Entry<String, JsonNode>> i = node.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      if (!field.getValue().isTextual()) {
        throw unsound(source, "its metadata %s isn't a text".formatted(Quoted.of(field.getKey())));
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    if (!node.isMissingNode() && !node.isObject()) {
      throw unsound(source, "its metadata isn't an object");
    }
    return metadata;
  }

  private static float[] values(InputStream in, int size) throws IOException {
    float[] values = new float[size];
    byte[] chunk = new byte[(int) Math.min(CHUNK, (long) size * Float.BYTES)];
    for (int from = 0; from < size; from += CHUNK / Float.BYTES) {
      int count = Math.min(CHUNK / Float.BYTES, size - from);
      if (in.readNBytes(chunk, 0, count * Float.BYTES) < count * Float.BYTES) {
        throw new EOFException();
      }
      little(chunk).asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static InvalidModelException unsound(String source, String reason) {
    return new InvalidModelException(source + " isn't a sound safetensors file: " + reason + ".");
  }
}
