package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A network that learns to give back its inputs, from the job to its predictions. */
class AutoencoderTest {
  @TempDir private static Path folder;
  private static Workplace place;
  private static Outcome trained;

  @BeforeAll
  static void train() throws Exception {
    place = new Workplace(folder);
    place.write("train.csv", rows(90, 0));
    place.write("test.csv", rows(30, 1));
    place.write(
        "job.conf",
        "data {",
        "  format = csv",
        "  options { header = true }",
        "  train = \"" + place.path("train.csv") + "\"",
        "  test = \"" + place.path("test.csv") + "\"",
        "  validation = 0.2",
        "  target = features",
        "}",
        "model.layers = [",
        "  { type = dense, units = 2, activation = linear }",
        "  { type = dense, units = 3 }",
        "]",
        "training {",
        "  loss = mse",
        "  optimizer = adam",
        "  learning-rate = 0.02",
        "  batch-size = 8",
        "  epochs = 12",
        "  early-stopping { monitor = validation.rmse, patience = 40 }",
        "}",
        "averaging { workers = 2, every = 2 }",
        "output.dir = \"" + place.output() + "\"");
    trained = place.train();
    assertThat(trained.code()).as(trained.err()).isZero();
  }

  @Test
  void learnsToReconstructWhatTwoNumbersDecide() throws Exception {
    JsonNode test = place.summary().path("test");
    assertThat(test.path("r2").doubleValue()).isGreaterThan(0.9);
    assertThat(test.path("rmse").doubleValue()).isBetween(0.001, 0.3);
    assertThat(test.has("accuracy")).isFalse();
    assertThat(trained.out()).contains("3 values to predict");
  }

  @Test
  void itsModelKnowsNoLabels() throws Exception {
    JsonNode model =
        new ObjectMapper().readTree(place.output().resolve("model/model.json").toFile());
    assertThat(model.path("encoding").path("labels")).isEmpty();
    assertThat(model.path("encoding").path("features")).hasSize(3);
  }

  @Test
  void isEvaluatedOnDataWithoutLabels() throws Exception {
    Path bare = place.write("bare.csv", withoutLabel(rows(30, 1)));
    for (String data : List.of(bare.toString(), place.path("test.csv").toString())) {
      Outcome outcome = Workplace.run("evaluate", place.output() + "/model", "--data", data);
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("RMSE", "MAE", "R²");
    }
  }

  @Test
  void predictsFeaturesInTheirOwnUnits() throws Exception {
    String output = place.path("predicted").toString();
    Outcome outcome =
        Workplace.run(
            "predict",
            place.output() + "/model",
            "--input",
            place.path("test.csv").toString(),
            "--output",
            output);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Dataset<Row> predicted = TestSpark.session().read().parquet(output);
    assertThat(predicted.schema().toDDL())
        .endsWith("prediction ARRAY<DOUBLE>,reconstruction_error DOUBLE");

    JsonNode encoding =
        new ObjectMapper()
            .readTree(place.output().resolve("model/model.json").toFile())
            .path("encoding");
    double sum = 0;
    for (Row row : predicted.collectAsList()) {
      List<Double> values = row.getList(row.fieldIndex("prediction"));
      double squared = 0;
      for (int j = 0; j < 3; j++) {
        double feature =
            Double.parseDouble(row.getString(row.fieldIndex(List.of("a", "b", "c").get(j))));
        double deviation = 1 / encoding.path("factor").get(j).doubleValue();
        assertThat(values.get(j)).isCloseTo(feature, within(0.5 * deviation));
        squared += Math.pow((values.get(j) - feature) / deviation, 2) / 3;
      }
      assertThat(row.<Double>getAs("reconstruction_error"))
          .isCloseTo(squared, within(1e-4 * squared + 1e-9));
      sum += squared;
    }
    double loss = place.summary().path("test").path("loss").doubleValue();
    assertThat(sum / 30).isCloseTo(loss, within(1e-4 * loss));
  }

  @Test
  void isDescribed() {
    Outcome outcome = Workplace.run("describe", place.path("job.conf").toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("3 numbers a row: a, b, c", "the features themselves");
  }

  @Test
  void reconstructsWithSigmoidsToo() throws Exception {
    Outcome outcome =
        place.train(
            "data.scaling=minmax",
            "training.loss=binary_crossentropy",
            "model.layers=[{type=dense, units=2}, {type=dense, units=3, activation=sigmoid}]",
            "training.epochs=2",
            "output.dir=" + place.path("sigmoid"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("RMSE").doesNotContain("ccuracy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model.layers=[{type=dense, units=5}] | The network has 5 outputs, but the data has 3 features",
        "training.loss=sparse_categorical_crossentropy | allowed is mse or binary_crossentropy",
        "training.loss=binary_crossentropy | data.scaling",
        "training.class-weights=balanced | training.class-weights",
        "training.early-stopping.monitor=validation.accuracy | with the loss mse, validation.loss, validation.rmse"
      })
  void refusesWhatCannotBeReconstructed(String override, String complaint) throws Exception {
    String activation =
        override.contains("sparse")
            ? "softmax"
            : override.contains("binary") ? "sigmoid" : "linear";
    place.refuses(
        2,
        () ->
            place.train(
                "model.layers=[{type=dense, units=3, activation=" + activation + "}]",
                override,
                "output.dir=" + place.path("refused")),
        complaint);
  }

  /** Three numbers on a plane, in units far apart, and a label that nobody asks for. */
  private static String[] rows(int count, int shift) {
    List<String> lines = new ArrayList<>(List.of("a,label,b,c"));
    for (int i = 0; i < count; i++) {
      double u = Math.sin(7.0 * i + shift);
      double v = Math.cos(5.0 * i + shift);
      lines.add("%.5f,%d,%.5f,%.5f".formatted(u, i % 2, 100 + 20 * v, 1000 * (u - v)));
    }
    return lines.toArray(String[]::new);
  }

  private static String[] withoutLabel(String[] rows) {
    String[] bare = rows.clone();
    for (int i = 0; i < bare.length; i++) {
      String[] cells = bare[i].split(",", -1);
      bare[i] = String.join(",", cells[0], cells[2], cells[3]);
    }
    return bare;
  }
}
