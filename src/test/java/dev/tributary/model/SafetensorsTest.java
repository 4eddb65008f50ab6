package dev.tributary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static final String KERNEL =
      "\"a/kernel\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}";
  private static final String BIAS =
      "\"a/bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}";

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    Tensor kernel = new Tensor("a/kernel", List.of(2, 1), new float[] {1, -2});
    Tensor bias = new Tensor("a/bias", List.of(1), new float[] {0.5f});
    byte[] written = write(List.of(kernel, bias), Map.of("format", "test"));

    String header = "{\"__metadata__\":{\"format\":\"test\"}," + KERNEL + "," + BIAS + "}";
    int padded = (header.length() + 7) / 8 * 8;
    ByteBuffer expected =
        ByteBuffer.allocate(8 + padded + 12).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    expected.put(header.getBytes(StandardCharsets.UTF_8));
    while (expected.position() < 8 + padded) {
      expected.put((byte) ' ');
    }
    expected.putInt(0x3F800000).putInt(0xC0000000).putInt(0x3F000000);
    assertThat(written).isEqualTo(expected.array());
  }

  @Test
  void readsTensorsInTheOrderOfTheirData() throws IOException {
    byte[] file =
        file("{" + BIAS + ",\"__metadata__\":{\"by\":\"hand\"}," + KERNEL + "}", 12, 1, -2, 0.5f);

    Safetensors.Contents contents = read(file);

    assertThat(contents.metadata()).containsExactly(Map.entry("by", "hand"));
    assertThat(contents.tensors())
        .containsExactly(
            new Tensor("a/kernel", List.of(2, 1), new float[] {1, -2}),
            new Tensor("a/bias", List.of(1), new float[] {0.5f}));
  }

  @Test
  void keepsEveryBitOfLargeEmptyAndSingleTensors() throws IOException {
    float[] large = new float[50_001];
    for (int i = 0; i < large.length; i++) {
      large[i] = Float.intBitsToFloat(i * 85_621);
    }
    List<Tensor> tensors =
        List.of(
            new Tensor("large", List.of(50_001), large),
            new Tensor("empty", List.of(3, 0), new float[0]),
            new Tensor("single", List.of(), new float[] {Float.NEGATIVE_INFINITY}),
            new Tensor("größe \" \\ 値", List.of(1), new float[] {-0.0f}));

    assertThat(read(write(tensors, Map.of())).tensors()).isEqualTo(tensors);
  }

  @Test
  void refusesToWriteTwoTensorsOfOneName() {
    Tensor tensor = new Tensor("a", List.of(1), new float[1]);
    assertThatThrownBy(() -> write(List.of(tensor, tensor), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Two tensors are called a");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "not JSON          | {x                                               | header can't be read",
        "not an object     | [1]                                              | isn't a JSON object",
        "text after it     | {} {}                                            | header can't be read",
        "not described     | {'t':7}                              | tensor t isn't described",
        "no dtype          | {'t':{'shape':[1],'data_offsets':[0,4]}}          | t is of the type",
        "half floats       | {'t':{'dtype':'F16','shape':[2],'data_offsets':[0,4]}} | type F16 (must",
        "no shape          | {'t':{'dtype':'F32','data_offsets':[0,4]}}        | t has the shape",
        "negative shape    | {'t':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | shape [-1]",
        "fractional shape  | {'t':{'dtype':'F32','shape':[1.0],'data_offsets':[0,4]}} | shape [1.0]",
        "huge dimension    | {'t':{'dtype':'F32','shape':[4294967297],'data_offsets':[0,4]}} | shape",
        "beyond a long     | {'t':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}}"
            + " | whole numbers",
        "overflowing shape | {'t':{'dtype':'F32','shape':[2147483647,2147483647,2147483647,4],"
            + "'data_offsets':[0,4]}} | t has the shape",
        "overflow to 4     | {'t':{'dtype':'F32','shape':[65536,65536,65536,65536],"
            + "'data_offsets':[0,0]}} | t has the shape",
        "shape and bytes   | {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | and 4 bytes",
        "one offset        | {'t':{'dtype':'F32','shape':[1],'data_offsets':[4]}} | data_offsets [4]",
        "no offsets        | {'t':{'dtype':'F32','shape':[1]}}                  | t has the data_off",
        "backwards         | {'t':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | [4, 0]",
        "outside the file  | {'t':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | the 4 bytes",
        "not from 0        | {'t':{'dtype':'F32','shape':[0],'data_offsets':[4,4]}} | gap before it",
        "data left over    | {}                                               | but 4 bytes of data",
        "metadata a number | {'__metadata__':{'k':1},'t':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[0,4]}} | metadata k isn't a text",
        "metadata a text   | {'__metadata__':'k','t':{'dtype':'F32','shape':[1],"
            + "'data_offsets':[0,4]}} | metadata isn't an object",
        "duplicate         | {'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | Duplicate field 't'",
        "overlap           | {'t':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'u':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | u begins at byte 0",
      })
  void refusesAnUnsoundHeader(String name, String header, String message) {
    assertThatThrownBy(() -> read(file(header.replace('\'', '"'), 4, 1)))
        .as(name)
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("weights isn't a sound safetensors file: ")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"1", "14", "100000000", "9223372036854775807", "-1"})
  void refusesAHeaderLengthThatTheFileCannotHold(long length) {
    ByteBuffer file = ByteBuffer.allocate(21).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertThatThrownBy(() -> read(file.array()))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(Long.toUnsignedString(length) + " bytes long (must be from 2 to 13)");
  }

  @Test
  void refusesAHeaderOverTheFormatsLimitHoweverLongTheFile() {
    byte[] start =
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(100_000_001).array();
    assertThatThrownBy(() -> Safetensors.read(new ByteArrayInputStream(start), 1L << 40, "weights"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("must be from 2 to 100000000");
  }

  @Test
  void refusesATensorThatNoArrayHolds() {
    byte[] start =
        file(
            "{\"t\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}",
            0);
    assertThatThrownBy(
            () ->
                Safetensors.read(
                    new ByteArrayInputStream(start), start.length + 8_589_934_588L, "weights"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("at most 2147483639 values");
  }

  @Test
  void refusesATooShortFile() {
    assertThatThrownBy(() -> read(new byte[7]))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("7 bytes long, too short");
  }

  @Test
  void refusesAStreamThatEndsBeforeItsLength() {
    byte[] file = file("{" + KERNEL + "," + BIAS + "}", 12, 1, -2, 0.5f);
    for (int cut : new int[] {4, 20, file.length - 1}) {
      assertThatThrownBy(
              () ->
                  Safetensors.read(
                      new ByteArrayInputStream(Arrays.copyOf(file, cut)), file.length, "weights"))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("ends before its data do");
    }
  }

  @Test
  void refusesAHeaderThatIsNotUtf8() {
    byte[] file = file("{\"?\":1}", 0);
    file[10] = (byte) 0xFF;
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("isn't UTF-8");
  }

  @Test
  void printsNoControlCharactersOfAHostileName() {
    assertThatThrownBy(() -> read(file("{\"\\u001b[2Jx\":7}", 4, 1)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("tensor ?[2Jx isn't described");
  }

  private static byte[] write(List<Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(new Safetensors.Contents(tensors, metadata), out);
    return out.toByteArray();
  }

  private static Safetensors.Contents read(byte[] file) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(file), file.length, "weights");
  }

  /** A file built by hand, as the format's description says. */
  private static byte[] file(String header, int dataLength, float... values) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + dataLength).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(text.length).put(text);
    for (float value : values) {
      file.putFloat(value);
    }
    return file.array();
  }
}
