package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
  @TempDir private static Path folder;
  private static Workplace place;
  private static String model;

  @TempDir private Path target;
  private String output;

  @BeforeAll
  static void train() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
    place.train();
    model = place.output() + "/model";
  }

  @BeforeEach
  void chooseOutput() {
    output = target.resolve("predictions").toString();
  }

  @Test
  void joinsPredictionsToTheRows() {
    String test = place.path("test.csv").toString();
    Outcome outcome = predict(test);
    Dataset<Row> written = TestSpark.session().read().parquet(output);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("20 rows with predictions are in " + output);
    assertThat(written.schema().toDDL())
        .isEqualTo("x STRING,y STRING,label STRING,prediction INT,probability ARRAY<DOUBLE>");
    List<String> input =
        TestSpark.session().read().option("header", "true").csv(test).collectAsList().stream()
            .map(Row::mkString)
            .toList();
    assertThat(written.select("x", "y", "label").collectAsList().stream().map(Row::mkString))
        .containsExactlyElementsOf(input);
    for (Row row : written.collectAsList()) {
      List<Double> probability = row.getList(row.fieldIndex("probability"));
      int prediction = row.getInt(row.fieldIndex("prediction"));
      assertThat(probability).hasSize(3);
      assertThat(probability.stream().mapToDouble(Double::doubleValue).sum())
          .isBetween(0.999, 1.001);
      assertThat(probability.get(prediction))
          .isEqualTo(probability.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
    }
    assertThat(written.where("prediction = int(label)").count()).isGreaterThanOrEqualTo(18);
  }

  @Test
  void needsNoLabels() throws Exception {
    Outcome outcome = predict(place.write("features.csv", "y,x", "0,4", "3.5,-2").toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(TestSpark.session().read().parquet(output).columns())
        .containsExactly("y", "x", "prediction", "probability");
  }

  @Test
  void givesARowTheSameAloneAsAmongOthers() throws Exception {
    predict(place.path("test.csv").toString());
    Row among = TestSpark.session().read().parquet(output).collectAsList().get(4);
    List<String> lines = Files.readAllLines(place.path("test.csv"));
    output += "-alone";
    predict(place.write("alone.csv", lines.get(0), lines.get(5)).toString());

    assertThat(TestSpark.session().read().parquet(output).collectAsList()).containsExactly(among);
  }

  @Test
  void writesOtherFormats() {
    String test = place.path("test.csv").toString();
    for (String format : List.of("json", "ORC")) {
      String into = output + format;
      Outcome outcome =
          Workplace.run(
              "predict", model, "--input", test, "--output", into, "--output-format", format);
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(
              TestSpark.session().read().format(format).load(into).where("prediction >= 0").count())
          .isEqualTo(20);
    }
  }

  @Test
  void refusesToReplaceAnything() throws Exception {
    Files.createDirectories(Path.of(output));
    Outcome outcome = predict(place.path("test.csv").toString());

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("There is something at " + output + " already");
    assertThat(target.toFile().list()).containsExactly("predictions");
    assertThat(Path.of(output)).isEmptyDirectory();
  }

  @Test
  void refusesBadRowsAndLeavesNothing() throws Exception {
    Outcome outcome = predict(badRows());

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err())
        .contains(
            "bad.csv, partition 0, row 2: column \"x\": found \"one\"; allowed is a finite number",
            "--bad-rows skip")
        .doesNotContain("Exception", "\tat ");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void leavesBadRowsWithoutPredictionsIfToldTo() throws Exception {
    for (String format : List.of("parquet", "json")) {
      Outcome outcome =
          Workplace.run(
              "predict",
              model,
              "--input",
              badRows(),
              "--output",
              output + format,
              "--bad-rows",
              "skip",
              "--output-format",
              format);

      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out())
          .contains("3 rows with", "Warning: 2 rows can't be used; the prediction is empty there.");
      Dataset<Row> written = TestSpark.session().read().format(format).load(output + format);
      assertThat(written.columns()).doesNotContain("_corrupt_record");
      assertThat(written.where("prediction is null and probability is null").count()).isEqualTo(2);
      assertThat(written.count()).isEqualTo(3);
    }
  }

  @Test
  void skipsEvenAllRows() throws Exception {
    String none = place.write("none.csv", "x,y", "a,1", "b,2").toString();
    Outcome outcome =
        Workplace.run(
            "predict",
            model,
            "--input",
            none,
            "--output",
            output,
            "--bad-rows",
            "skip",
            "--output-format",
            "json");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("2 rows with", "Warning: 2 rows can't be used");
  }

  @Test
  void refusesDataWithoutTheColumns() throws Exception {
    Outcome outcome = predict(place.write("other.csv", "X1,y", "1,2").toString());

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("has no column \"x\", which the model's input needs");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void refusesDataThatAlreadyHasPredictions() throws Exception {
    Outcome outcome = predict(place.write("again.csv", "x,y,prediction", "1,2,0").toString());

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("already has a column prediction");
    assertThat(target).isEmptyDirectory();
  }

  @Test
  void saysWhenTheOutputCannotBeWritten() {
    output = place.path("test.csv") + "/predictions";
    Outcome outcome = predict(place.path("test.csv").toString());

    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.err())
        .contains("Can't write predictions to " + output, "a directory above it, is a file");
  }

  // ---- What a prediction is, by the kind of model

  @Test
  void namesClassesAsTheLabelsDid(@TempDir Path other) throws Exception {
    Dataset<Row> written =
        trainAndPredict(
            other, Map.of("0", "red", "1", "green", "2", "blue"), "data.label-type=text");

    assertThat(written.schema().toDDL()).endsWith("prediction STRING,probability ARRAY<DOUBLE>");
    assertThat(written.where("prediction = label").count()).isGreaterThanOrEqualTo(18);
  }

  @Test
  void givesABinaryModelOneProbability(@TempDir Path other) throws Exception {
    Dataset<Row> written =
        trainAndPredict(
            other,
            Map.of("0", "1", "1", "0", "2", "0"),
            "training.loss=binary_crossentropy",
            "model.layers=[{ type = dense, units = 1, activation = sigmoid }]");

    assertThat(written.schema().toDDL()).endsWith("prediction INT,probability DOUBLE");
    assertThat(written.where("prediction = int(probability > 0.5)").count()).isEqualTo(20);
    assertThat(written.where("prediction = int(label)").count()).isGreaterThanOrEqualTo(18);
  }

  @Test
  void namesTheTwoClassesOfABinaryModel(@TempDir Path other) throws Exception {
    Dataset<Row> written =
        trainAndPredict(
            other,
            Map.of("0", "yes", "1", "no", "2", "no"),
            "training.loss=binary_crossentropy",
            "model.layers=[{ type = dense, units = 1, activation = sigmoid }]");

    assertThat(written.schema().toDDL()).endsWith("prediction STRING,probability DOUBLE");
    assertThat(written.where("(prediction = 'yes') = (probability > 0.5)").count()).isEqualTo(20);
    assertThat(written.where("prediction = label").count()).isGreaterThanOrEqualTo(18);
  }

  @Test
  void givesARegressionItsValue(@TempDir Path other) throws Exception {
    Dataset<Row> written =
        trainAndPredict(
            other, Map.of(), "training.loss=mse", "model.layers=[{ type = dense, units = 1 }]");

    assertThat(written.schema().toDDL()).endsWith("label STRING,prediction DOUBLE");
  }

  @Test
  void givesSeveralValuesAsAnArray(@TempDir Path other) throws Exception {
    Dataset<Row> written =
        trainAndPredict(
            other,
            Map.of(),
            "training.loss=mse",
            "data.label=[y, label]",
            "data.features=[x]",
            "model.layers=[{ type = dense, units = 2 }]");

    assertThat(written.schema().toDDL()).endsWith("prediction ARRAY<DOUBLE>");
    assertThat(written.where("size(prediction) = 2").count()).isEqualTo(20);
  }

  private Outcome predict(String input) {
    return Workplace.run("predict", model, "--input", input, "--output", output);
  }

  private static String badRows() throws Exception {
    return place.write("bad.csv", "x,y", "4,0", "one,0", "1").toString();
  }

  /** Trains on the data with other labels, and gives the predictions for its test rows. */
  private Dataset<Row> trainAndPredict(Path other, Map<String, String> labels, String... overrides)
      throws Exception {
    Workplace own = new Workplace(other);
    own.classesJob();
    for (String part : List.of("train.csv", "test.csv")) {
      own.write(
          part,
          Files.readAllLines(own.path(part)).stream()
              .map(line -> relabelled(line, labels))
              .toArray(String[]::new));
    }
    Outcome trained = own.train(overrides);
    assertThat(trained.code()).as(trained.err()).isZero();
    Outcome outcome =
        Workplace.run(
            "predict",
            own.output() + "/model",
            "--input",
            own.path("test.csv").toString(),
            "--output",
            output);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return TestSpark.session().read().parquet(output);
  }

  private static String relabelled(String line, Map<String, String> labels) {
    int comma = line.lastIndexOf(',') + 1;
    String label = line.substring(comma);
    return line.substring(0, comma) + labels.getOrDefault(label, label);
  }
}
