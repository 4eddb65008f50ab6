package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.example;
import static dev.tributary.data.Loading.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import dev.tributary.data.Loading.Example;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IDX files, plain and gzipped, sound and not. */
class IdxTest {
  private static final int IMAGES = 0x803;
  private static final int LABELS = 0x801;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz"})
  void readsPixelsAsBytesAndScalesThem(String suffix) throws IOException {
    write("-images-idx3-ubyte" + suffix, new int[] {IMAGES, 3, 1, 2}, 0, 255, 128, 1, 7, 9);
    write("-labels-idx1-ubyte" + suffix, new int[] {LABELS, 3}, 2, 0, 1);
    LoadedData data = load(job() + "scaling = 255", classes(3));
    float unit = (float) (1 / 255.0);
    assertThat(canonical(data.train(), classes(3)))
        .containsExactly(
            example(List.of(0f, 255 * unit), 2),
            example(List.of(128 * unit, unit), 0),
            example(List.of(7 * unit, 9 * unit), 1));
    assertThat(data.encoding().features()).containsExactly(new DataEncoding.Column("image", 2));
  }

  @Test
  void manyRangesGiveTheSameRowsAsOneStream() throws IOException {
    int rows = 3000;
    int side = 64;
    byte[] pixels = new byte[rows * side * side];
    byte[] labels = new byte[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (byte) (i % 251);
      Arrays.fill(pixels, i * side * side, (i + 1) * side * side, (byte) (i * 31));
    }
    raw("-images-idx3-ubyte", new int[] {IMAGES, rows, side, side}, pixels);
    raw("-labels-idx1-ubyte", new int[] {LABELS, rows}, labels);
    LoadedData ranges = load(job() + "scaling = none", classes(251));
    assertThat(
            Source.open(DataAccess.of(TestSpark.session()), config())
                .rows()
                .javaRDD()
                .getNumPartitions())
        .isEqualTo(3);
    List<Example> rowsRead = canonical(ranges.train(), classes(251));
    assertThat(rowsRead).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      assertThat(rowsRead.get(i).target()).containsExactly((float) (i % 251));
      assertThat(rowsRead.get(i).features()).containsOnly((float) ((byte) (i * 31) & 0xFF));
    }
  }

  @Test
  void labelsMayBeAbsentWhereNobodyAsksForThem() throws IOException {
    write("-images-idx3-ubyte", new int[] {IMAGES, 1, 1, 2}, 3, 4);
    assertThat(Source.open(DataAccess.of(TestSpark.session()), config()).rows().columns())
        .containsExactly("image");
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There is no column \"label\"")
        .hasMessageContaining("Its columns are image.")
        .hasMessageContaining("There is no label file " + folder.resolve("set"));
  }

  @Test
  void pixelsCanBeTheirOwnTargets() throws IOException {
    write("-images-idx3-ubyte", new int[] {IMAGES, 2, 1, 2}, 0, 255, 51, 102);
    TargetSpec features = new TargetSpec(TargetKind.FEATURES, 2);
    for (boolean labeled : List.of(false, true)) {
      if (labeled) {
        write("-labels-idx1-ubyte", new int[] {LABELS, 2}, 7, 3);
      }
      LoadedData data = load(job() + "target = features, scaling = 255", features);
      assertThat(data.encoding().features()).containsExactly(new DataEncoding.Column("image", 2));
      Minibatch batch = new Minibatch(1, 2, TargetKind.FEATURES, 0);
      Shard second = data.train().rdd().collect().get(1);
      second.fill(batch, new int[0], 0, 1);
      assertThat(batch.values).containsExactly(51 * (float) (1 / 255.0), 102 * (float) (1 / 255.0));
    }
  }

  @Test
  void bothFilesMissing() {
    assertThatThrownBy(() -> load("format = idx, " + job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There are no IDX images at " + folder.resolve("set"))
        .hasMessageContaining("-images-idx3-ubyte");
  }

  @ParameterizedTest
  @CsvSource({
    "2051, -1, 1, 1, announces -1 images of 1 × 1",
    "2051, 1, 0, 1, announces 1 images of 0 × 1",
    "2051, 1, 2147483647, 2147483647, announces 1 images of 2147483647 × 2147483647",
    "2051, 2147483647, 4096, 4096, truncated",
    "2051, 1, 1, 3, truncated",
    "2051, 1, 1, 1, goes on after all",
    "2049, 1, 1, 2, 'starts with 0x00000801, where IDX images of bytes start with 0x00000803'",
    "-1, 1, 1, 2, starts with 0xffffffff"
  })
  void hostileHeaders(int magic, int count, int height, int width, String complaint)
      throws IOException {
    write("-images-idx3-ubyte", new int[] {magic, count, height, width}, 3, 4);
    write("-labels-idx1-ubyte", new int[] {LABELS, 1}, 1);
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(folder + "/set-images-idx3-ubyte")
        .hasMessageContaining(complaint);
  }

  @Test
  void headerCutShort() throws IOException {
    Files.write(folder.resolve("set-images-idx3-ubyte"), new byte[] {0, 0, 8, 3, 0});
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("truncated");
  }

  @ParameterizedTest
  @CsvSource({"2, it is truncated", "3, it is truncated"})
  void gzippedImagesThatEndEarly(int announced, String complaint) throws IOException {
    write("-images-idx3-ubyte.gz", new int[] {IMAGES, announced, 1, 2}, 3, 4);
    write("-labels-idx1-ubyte.gz", new int[] {LABELS, announced}, 1, 0, 1);
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("set-images-idx3-ubyte.gz ends before all")
        .hasMessageContaining(complaint);
  }

  @Test
  void gzippedLabelsThatGoOn() throws IOException {
    write("-images-idx3-ubyte.gz", new int[] {IMAGES, 1, 1, 2}, 3, 4);
    write("-labels-idx1-ubyte.gz", new int[] {LABELS, 1}, 1, 0);
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("set-labels-idx1-ubyte.gz goes on after all");
  }

  @Test
  void brokenGzip() throws IOException {
    Path file = write("-images-idx3-ubyte.gz", new int[] {IMAGES, 1, 100, 100}, 3, 4);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("set-images-idx3-ubyte.gz");
  }

  @Test
  void otherCountOfLabels() throws IOException {
    write("-images-idx3-ubyte", new int[] {IMAGES, 1, 1, 2}, 3, 4);
    write("-labels-idx1-ubyte", new int[] {LABELS, 2}, 1, 0);
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("holds 1 images")
        .hasMessageContaining("holds 2 labels");
  }

  @Test
  void noRows() throws IOException {
    write("-images-idx3-ubyte", new int[] {IMAGES, 0, 1, 2});
    write("-labels-idx1-ubyte", new int[] {LABELS, 0});
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There are no rows in " + folder.resolve("set"));
  }

  @Test
  void anUnknownLabelIsNamedByItsRowInTheFile() throws IOException {
    int rows = 2100;
    byte[] labels = new byte[rows];
    labels[2050] = 7;
    raw("-images-idx3-ubyte", new int[] {IMAGES, rows, 64, 64}, new byte[rows * 64 * 64]);
    raw("-labels-idx1-ubyte", new int[] {LABELS, rows}, labels);
    assertThatThrownBy(() -> load(job(), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(folder.resolve("set") + ", row 2051, column \"label\": found \"7\"")
        .hasMessageContaining("1 of 2100 rows can't be used (unknown label: 1)");
  }

  private String job() {
    return "train = \"" + folder.resolve("set") + "\"\n";
  }

  private SourceConfig config() {
    return new SourceConfig("idx", folder.resolve("set").toString(), Map.of(), BadRows.FAIL);
  }

  private Path write(String suffix, int[] header, int... bytes) throws IOException {
    byte[] body = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      body[i] = (byte) bytes[i];
    }
    return raw(suffix, header, body);
  }

  private Path raw(String suffix, int[] header, byte[] body) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var out =
        new DataOutputStream(suffix.endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes)) {
      for (int word : header) {
        out.writeInt(word);
      }
      out.write(body);
    }
    return Files.write(folder.resolve("set" + suffix), bytes.toByteArray());
  }
}
