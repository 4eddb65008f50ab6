package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.model.FaultyFileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** {@code export} and {@code import}, from a trained model to Deeplearning4j and back. */
class Deeplearning4jFormatTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String JOB_OF_DATA = "data.conf";

  @TempDir private static Path folder;
  private static Workplace work;
  private static Path model;
  private static Path archive;

  @BeforeAll
  static void trainAndExport() throws Exception {
    work = new Workplace(folder);
    work.classesJob();
    work.train();
    model = work.output().resolve("model");
    archive = work.path("nets/net.zip");
    Outcome outcome = Workplace.run("export", model.toString(), "--output", archive.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("The network is in " + archive)
        .contains("restoreMultiLayerNetwork(new File(\"net.zip\"))")
        .doesNotContain("Starting Spark");
  }

  @Test
  void deeplearning4jPredictsTheSameFromTheRawNumbers() throws Exception {
    MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(archive.toFile());
    List<float[]> features = new ArrayList<>();
    for (String line : Files.readAllLines(work.path("test.csv"))) {
      if (!line.startsWith("x")) {
        String[] values = line.split(",", -1);
        features.add(new float[] {Float.parseFloat(values[0]), Float.parseFloat(values[1])});
      }
    }
    float[][] theirs =
        network.output(Nd4j.create(features.toArray(float[][]::new))).toFloatMatrix();

    List<double[]> rows = new ArrayList<>();
    for (float[] each : theirs) {
      rows.add(Nd4j.createFromArray(each).toDoubleVector());
    }
    requireClose(rows, probabilities(model, "test.csv"));
  }

  @Test
  void whatIsImportedWithTheColumnsOfAJobPredictsAsTheModelDid() throws Exception {
    work.write(
        JOB_OF_DATA,
        "data {",
        "  format = csv",
        "  options { header = true }",
        "  train = \"" + work.path("train.csv") + "\"",
        "}",
        "model.layers = [{ type = all-else-is-ignored }]",
        "training.epochs = many",
        "output.dir = \"" + work.path("ignored") + "\"");
    Path imported = work.path("imported/model");
    Outcome outcome =
        Workplace.run(
            "import",
            archive.toString(),
            "--job",
            work.path(JOB_OF_DATA).toString(),
            "--output",
            imported.toString());
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("The model is in " + imported);

    requireClose(probabilities(imported, "test.csv"), probabilities(model, "test.csv"));
    String evaluation = "--data=" + work.path("test.csv");
    assertThat(figures(Workplace.run("evaluate", imported.toString(), evaluation)))
        .isEqualTo(figures(Workplace.run("evaluate", model.toString(), evaluation)));
  }

  @Test
  void withoutAJobTheFeaturesAreOneColumn() throws Exception {
    Path imported = work.path("plain/model");
    Outcome outcome = Workplace.run("import", archive.toString(), "--output", imported.toString());
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).doesNotContain("Starting Spark");
    work.write("vectors.json", "{\"features\": [4.1, 0.2]}", "{\"features\": [-2.0, -3.5]}");
    work.write("vectors.csv", "x,y,label", "4.1,0.2,0", "-2.0,-3.5,0");
    requireClose(probabilities(imported, "vectors.json"), probabilities(model, "vectors.csv"));
  }

  @Test
  void aJobTrainsOnFromItsLayers() throws Exception {
    Path imported = work.path("source/model");
    assertThat(Workplace.run("import", archive.toString(), "--output", imported.toString()).code())
        .isZero();
    Outcome outcome =
        Workplace.run(
            "train",
            work.path("job.conf").toString(),
            "--set",
            "output.dir=" + work.path("transferred"),
            "--set",
            "training.epochs=1",
            "--set",
            "transfer={ from = \"" + imported + "\", count = 2 }");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("Reusing batch_normalization_1, dense_1 of")
        .doesNotContain("scaled otherwise");
  }

  @Test
  void readsAndWritesOnAnyFileSystemAndComesBackTheSame() throws Exception {
    System.setProperty("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName());
    System.setProperty("spark.hadoop.fs.faulty.impl.disable.cache", "true");
    try {
      String there = "faulty://" + folder;
      for (String[] command :
          new String[][] {
            {"import", there + "/nets/net.zip", "--output", there + "/there/model"},
            {"export", there + "/there/model", "--output", there + "/back/again.zip"}
          }) {
        Outcome outcome = Workplace.run(command);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.code()).isZero();
      }
    } finally {
      System.clearProperty("spark.hadoop.fs.faulty.impl");
      System.clearProperty("spark.hadoop.fs.faulty.impl.disable.cache");
    }
    assertThat(folder.resolve("back/again.zip")).hasSameBinaryContentAs(archive);
  }

  @Test
  void refusesAGadgetAndWritesNothing() throws Exception {
    Path hostile = work.path("hostile.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(hostile))) {
      zip.putNextEntry(new ZipEntry("../preprocessor.bin"));
      zip.write(new byte[100]);
    }
    Path target = work.path("never/model");
    Outcome outcome = Workplace.run("import", hostile.toString(), "--output", target.toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith(hostile + " is refused, since it holds ../preprocessor.bin: a path outside")
        .hasLineCount(1);
    assertThat(target.getParent()).doesNotExist();
  }

  @Test
  void saysWhatIsMissing() throws Exception {
    String nowhere = work.path("nowhere.zip").toString();
    assertThat(Workplace.run("import", nowhere, "--output", folder + "/m").err())
        .startsWith("There is no archive " + nowhere + ".");
    assertThat(Workplace.run("import", folder.toString(), "--output", folder + "/m").err())
        .startsWith(folder + " is a folder.");
    assertThat(Workplace.run("export", nowhere, "--output", folder + "/n.zip").err())
        .startsWith("There is no model in " + nowhere);
    Outcome noZip = Workplace.run("export", model.toString(), "--output", folder + "/net");
    assertThat(noZip.code()).isEqualTo(2);
    assertThat(noZip.err())
        .contains("allowed is a path whose last part ends with .zip and is made");
    assertThat(Workplace.run("import", archive.toString(), "--output", folder + "/a b").err())
        .contains("allowed is a path whose last part is made of letters");
  }

  @Test
  void refusesAJobWithOtherColumns() throws Exception {
    work.write("narrow.csv", "x,label", "1,0", "2,1", "3,2");
    work.write(
        "narrow.conf",
        "data { options { header = true }, train = \"" + work.path("narrow.csv") + "\" }");
    Outcome outcome =
        Workplace.run(
            "import",
            archive.toString(),
            "--job",
            work.path("narrow.conf").toString(),
            "--output",
            folder + "/m");
    assertThat(outcome.err()).contains(archive + " takes 2 features, and the data of");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(folder.resolve("m")).doesNotExist();
  }

  private static void requireClose(List<double[]> rows, List<double[]> expected) {
    assertThat(rows).isNotEmpty().hasSameSizeAs(expected);
    for (int row = 0; row < rows.size(); row++) {
      assertThat(rows.get(row)).containsExactly(expected.get(row), within(1e-5));
    }
  }

  private static String figures(Outcome outcome) {
    assertThat(outcome.err()).isEmpty();
    return outcome.out().lines().filter(line -> line.contains("ccuracy")).toList().toString();
  }

  private static List<double[]> probabilities(Path model, String data) throws Exception {
    Path target = folder.resolve("predictions-" + System.nanoTime());
    Outcome outcome =
        Workplace.run(
            "predict",
            model.toString(),
            "--input",
            work.path(data).toString(),
            "--output",
            target.toString(),
            "--output-format",
            "json");
    assertThat(outcome.err()).isEmpty();
    List<double[]> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(JSON.treeToValue(JSON.readTree(line).get("probability"), double[].class));
        }
      }
    }
    return rows;
  }
}
