package dev.tributary.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.data.CategoryEncoding;
import dev.tributary.data.CategoryStyle;
import dev.tributary.data.ColumnEncodings;
import dev.tributary.data.Curve;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DateEncoding;
import dev.tributary.data.DatePart;
import dev.tributary.data.Indicator;
import dev.tributary.data.NumberEncoding;
import dev.tributary.data.UnknownSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelBundleTest {
  @TempDir Path disk;

  private final Configuration configuration = FaultyFileSystem.configuration();

  @Test
  void comesBackAsItWas() throws IOException {
    ModelBundle bundle = bundle(Map.of("header", "true"), Map.of("seed", 42));
    bundle.save(path("file"), configuration);

    assertThat(ModelBundle.load(path("file"), configuration)).isEqualTo(bundle);
    try (Stream<Path> files = Files.list(disk.resolve("model"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("model.json", "weights.safetensors");
    }
  }

  @Test
  void sameModelSameBytes() throws IOException {
    ModelBundle bundle = bundle(Map.of("a", "1", "b", "2", "c", "3"), Map.of("seed", 42));
    bundle.save(path("file"), configuration);
    byte[] first = Files.readAllBytes(disk.resolve("model/model.json"));
    ModelBundle.load(path("file"), configuration).save(path("file"), configuration);

    assertThat(disk.resolve("model/model.json")).hasBinaryContent(first);
  }

  @Test
  void keepsSecretsToItself() throws IOException {
    bundle(
            Map.of("password", "hunter2", "header", "true"),
            Map.of("data", Map.of("options", Map.of("dbPassword", "hunter2", "user", "ann"))))
        .save(path("file"), configuration);

    assertThat(disk.resolve("model/model.json"))
        .content()
        .doesNotContain("hunter2")
        .contains("(withheld)", "ann");
    assertThat(ModelBundle.load(path("file"), configuration).source().options())
        .containsExactly(Map.entry("header", "true"));
  }

  @Test
  void aFailedSaveKeepsTheFormerModel() {
    ModelBundle former = bundle(Map.of(), Map.of("seed", 1));
    former.save(path("faulty"), configuration);
    configuration.set("faulty.create", "model.json");

    assertThatThrownBy(
            () -> bundle(Map.of(), Map.of("seed", 2)).save(path("faulty"), configuration))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("/model: IOException: the cable is out");
    assertThat(ModelBundle.load(path("faulty"), configuration)).isEqualTo(former);
  }

  @Test
  void pointsToTheModelInsideAnOutputDirectory() {
    bundle(Map.of(), Map.of()).save(path("file"), configuration);
    assertThatThrownBy(
            () -> ModelBundle.load(new org.apache.hadoop.fs.Path(disk.toString()), configuration))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("There is no model in " + disk)
        .hasMessageContaining("Did you mean " + disk + "/model?");
  }

  @Test
  void tellsThatThereIsNoModel() {
    assertThatThrownBy(() -> ModelBundle.load(path("file"), configuration))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "There is no model in %s: it has no model.json. Give the directory that training wrote,"
                    .formatted(disk.resolve("model"))
                + " for example out/digits/model.");
  }

  @Test
  void tellsThatTheWeightsAreMissing() throws IOException {
    bundle(Map.of(), Map.of()).save(path("file"), configuration);
    Files.delete(disk.resolve("model/weights.safetensors"));
    assertThatThrownBy(() -> ModelBundle.load(path("file"), configuration))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("it has no weights.safetensors");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"tributary-model\" | \"keras\" | its key format must be tributary-model",
        "\"version\" : 1 | \"version\" : 2 | is of version 2 of the model format; this Tributary reads",
        "\"version\" : 1 | \"version\" : \"1\" | is of version 1 of the model format",
        "\"version\" : 1 | \"version\" : 1, \"version\" : 1 | Duplicate field 'version'",
        "\"seed\" : 42 | \"seed\" : 42, \"sead\" : 1 | at provenance.sead, a value is missing, unknown or",
        "\"seed\" : 42 | \"seed\" : \"42\" | at provenance.seed, a value is missing, unknown or",
        "\"workers\" : 2 | \"workers\" : 2.5 | at provenance.workers, a value",
        "\"workers\" : 2 | \"workers\" : null | at provenance.workers, a value",
        "\"workers\" : 2, | | at provenance.workers, a value",
        "2026-01-31T12:00:00Z | yesterday | at provenance, Invalid created: yesterday (must be like",
        "\"width\" : 2 | \"width\" : 3 | 11 shifts and 11 factors (must be one for each of 12",
        "\"width\" : 2 | \"width\" : -2 | Invalid width of the column image: -2",
        "7.5 | 1e999 | a shift or factor isn't finite",
        "7.5 | \"NaN\" | encoding",
        "\"Rome\" | \"Oslo\" | Invalid encoding of the column city: a category stands there twice",
        "\"dimensions\" : 0 | \"dimensions\" : 3 | an embedding, and only that, has dimensions",
        "\"ONE_HOT\" | \"WORDS\" | at encoding.columns.categories.[0].style, a value is missing, unknown",
        "\"column\" : \"city\" | \"column\" : \"town\" | Invalid encoding of the column town: there is no such feature",
        "\"column\" : \"day\" | \"column\" : \"city\" | Invalid encoding of the column city: there are two of it",
        "\"column\" : \"city\" | \"column\" : \"image\" | Invalid encoding of the column image: a category is a single value",
        "\"Europe/Berlin\" | \"Mars\" | Invalid encoding of the column day: Unknown time-zone ID: Mars",
        "\"yyyy-MM-dd\" | \"bb\" | Invalid encoding of the column day: Unknown pattern letter: b",
        "\"HOUR\", \"MONTH\" | \"HOUR\", \"HOUR\" | it must have parts, each once",
        "41.5 | \"NaN\" | encoding",
        "\"fill\" : [ 41.5 ] | \"fill\" : [ ] | one number must stand for a missing one, or none",
        "\"clip\" : [ 0.0, 99.0 ] | \"clip\" : [ 99.0, 0.0 ] | it must be clipped to two numbers, or not at all",
        "\"dense_1/bias\" | \"dense_2/bias\" | the tensor dense_2/bias [2] was expected at place 2,",
      })
  void refusesADescriptionThatIsNotSound(String text, String hostile, String message)
      throws IOException {
    bundle(Map.of(), Map.of()).save(path("file"), configuration);
    Path description = disk.resolve("model/model.json");
    String json = Files.readString(description);
    assertThat(json).contains(text);
    Files.writeString(description, json.replace(text, hostile == null ? "" : hostile));

    assertThatThrownBy(() -> ModelBundle.load(path("file"), configuration))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(disk.resolve("model") + "/")
        .hasMessageContaining(message);
  }

  /** Models that were saved when columns were nothing but numbers don't speak of it. */
  @Test
  void takesFeaturesForNumbersWhereNothingElseIsSaid() throws IOException {
    ModelBundle bundle = bundle(Map.of(), Map.of());
    DataEncoding encoding = bundle.encoding();
    DataEncoding plain =
        new DataEncoding(
            encoding.features().subList(0, 2),
            encoding.labels(),
            encoding.classes(),
            List.of(1.0, 2.0, 3.0),
            List.of(1.0, 2.0, 3.0));
    new ModelBundle(bundle.network(), bundle.tensors(), plain, bundle.source(), bundle.provenance())
        .save(path("file"), configuration);
    Path description = disk.resolve("model/model.json");
    String json = Files.readString(description);
    String older = json.replaceFirst("(?s),\\s*\"columns\" : \\{.*?\\}", "");
    assertThat(older).isNotEqualTo(json).doesNotContain("columns");
    Files.writeString(description, older);
    assertThat(ModelBundle.load(path("file"), configuration).encoding()).isEqualTo(plain);
  }

  @Test
  void refusesADescriptionThatIsNotJson() throws IOException {
    bundle(Map.of(), Map.of()).save(path("file"), configuration);
    for (byte[] hostile : List.of(new byte[0], "{\"format\"".getBytes(UTF_8), new byte[100])) {
      Files.write(disk.resolve("model/model.json"), hostile);
      assertThatThrownBy(() -> ModelBundle.load(path("file"), configuration))
          .isInstanceOf(InvalidModelException.class)
          .hasMessageContaining("model.json");
    }
  }

  @Test
  void refusesAnEndlessDescriptionUnread() throws IOException {
    Files.createDirectories(disk.resolve("model"));
    try (var file = new java.io.RandomAccessFile(disk.resolve("model/model.json").toFile(), "rw")) {
      file.setLength(1L << 32);
    }
    assertThatThrownBy(() -> ModelBundle.load(path("file"), configuration))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("is 4294967296 bytes long (must be at most 67108864)");
  }

  @Test
  void refusesWeightsOfAnotherModel() throws IOException {
    bundle(Map.of(), Map.of()).save(path("file"), configuration);
    Path weights = disk.resolve("model/weights.safetensors");
    Tensor kernel = new Tensor("dense_1/kernel", List.of(3, 2), new float[6]);
    try (var out = Files.newOutputStream(weights)) {
      Safetensors.write(new Safetensors.Contents(List.of(kernel), Map.of()), out);
    }
    assertThatThrownBy(() -> ModelBundle.load(path("file"), configuration))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("weights.safetensors doesn't belong to the model.json beside it")
        .hasMessageContaining("dense_1/bias [2] was expected at place 2, nothing was found");
  }

  private static ModelBundle bundle(Map<String, String> options, Map<String, Object> job) {
    Map<String, Object> dense = new LinkedHashMap<>();
    dense.put("type", "dense");
    dense.put("units", 2);
    dense.put("initializer", null);
    Map<String, Object> network = new LinkedHashMap<>();
    network.put("input-shape", List.of(3));
    network.put("layers", List.of(dense, Map.of("type", "dropout", "rate", 0.1)));
    network.put("loss", Map.of("type", "mse", "flag", true, "large", 1L << 40));
    return new ModelBundle(
        network,
        List.of(
            new Tensor("dense_1/kernel", List.of(3, 2), new float[] {1, 2, 3, 4, 5, 6}),
            new Tensor("dense_1/bias", List.of(2), new float[] {-0.0f, Float.MIN_VALUE})),
        new DataEncoding(
            List.of(
                new DataEncoding.Column("image", 2),
                new DataEncoding.Column("größe", 1),
                new DataEncoding.Column("city", 1),
                new DataEncoding.Column("day", 1)),
            List.of(new DataEncoding.Column("label", 1)),
            List.of("no", "yes"),
            Arrays.asList(0.1, 7.5, -1e-300, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
            Arrays.asList(1.0, 1 / 255.0, Double.MAX_VALUE, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
            new ColumnEncodings(
                List.of(
                    new NumberEncoding(
                        "größe", List.of(0.0, 99.0), List.of(41.5), Indicator.USED, Curve.LOG)),
                List.of(
                    new CategoryEncoding(
                        "city",
                        CategoryStyle.ONE_HOT,
                        0,
                        List.of("Oslo", "Rome"),
                        UnknownSlot.SILENT)),
                List.of(
                    new DateEncoding(
                        "day",
                        List.of(DatePart.HOUR, DatePart.MONTH),
                        "yyyy-MM-dd",
                        "Europe/Berlin",
                        Indicator.NONE)))),
        new SourceFormat("csv", options),
        new Provenance(
            job,
            "data/train.csv",
            Map.of("train", 1200L, "validation", 134L),
            Map.of("tributary", "0.1.0", "spark", "3.5.5"),
            42,
            2,
            10,
            "2026-01-31T12:00:00Z",
            Map.of("test.accuracy", 0.97, "test.r2", Double.NaN)));
  }

  private org.apache.hadoop.fs.Path path(String scheme) {
    return new org.apache.hadoop.fs.Path(scheme + "://" + disk + "/model");
  }
}
