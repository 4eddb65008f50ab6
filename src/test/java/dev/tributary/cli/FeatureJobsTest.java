package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.data.generator.Deliveries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jobs of conf/ on tables: trained as they are, and predictions joined to what they are of. */
class FeatureJobsTest {
  private static final String DELIVERIES = "data-samples/deliveries/test.csv";

  @TempDir private Path folder;

  @Test
  void predictsADiseaseBetterThanItsMean() throws Exception {
    train("conf/diabetes.conf");
    assertThat(summary().path("test").path("rmse").doubleValue()).isBetween(40.0, 65.0);
    Dataset<Row> predicted = predict("data-samples/diabetes/test.csv", "csv");
    assertThat(predicted.columns())
        .containsExactly(
            "age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6", "target", "prediction");
    assertJoined("data-samples/diabetes/test.csv", predicted);
    double squares =
        predicted
            .selectExpr("avg(pow(double(prediction) - double(target), 2))")
            .first()
            .getDouble(0);
    assertThat(Math.sqrt(squares))
        .isEqualTo(
            summary().path("test").path("rmse").doubleValue(),
            org.assertj.core.api.Assertions.within(1e-3));
  }

  /** What could be known at best is an accuracy of 0.799 and a cross-entropy of 0.417. */
  @Test
  void tellsLateParcelsAlmostAsWellAsCanBe() throws Exception {
    Outcome described = Workplace.run("describe", "conf/deliveries.conf");
    assertThat(described.err()).isEmpty();
    assertThat(described.out())
        .contains("features    62 numbers a row: distance, weight, city, vehicle, …, ordered\n")
        .contains(
            "distance, weight  4 inputs: clip to 0 to 500, impute median, indicator, log\n",
            "city              13 inputs: categorical, one-hot of 12 and unknown\n",
            "ordered           6 inputs: date, hour day_of_week month\n");
    Outcome trained = train("conf/deliveries.conf");
    assertThat(trained.out()).contains("each row: 62 features, 2 classes", "distance 255 rows");
    assertThat(summary().path("test").path("loss").doubleValue()).isLessThan(0.417 + 0.04);
    assertThat(summary().path("test").path("accuracy").doubleValue()).isGreaterThan(0.76);

    Dataset<Row> predicted = predict(DELIVERIES, "parquet");
    assertJoined(DELIVERIES, predicted);
    assertThat(predicted.where("prediction = late").count() / 1000.0)
        .isEqualTo(summary().path("test").path("accuracy").doubleValue());
  }

  /** The network learns vectors of cities and depots; nobody can be below an RMSE of 2.03. */
  @Test
  void tellsHoursAlmostAsWellAsCanBe() throws Exception {
    train("conf/delivery-hours.conf");
    double rmse = summary().path("test").path("rmse").doubleValue();
    assertThat(rmse).isBetween(Deliveries.NOISE, 1.1 * Deliveries.NOISE);

    Dataset<Row> predicted = predict(DELIVERIES, "parquet");
    assertJoined(DELIVERIES, predicted);
    double squares =
        predicted.selectExpr("avg(pow(prediction - double(hours), 2))").first().getDouble(0);
    assertThat(Math.sqrt(squares)).isEqualTo(rmse, org.assertj.core.api.Assertions.within(1e-4));

    String header = Files.readAllLines(Path.of(DELIVERIES)).get(0);
    Path strange = folder.resolve("strange.csv");
    Files.writeString(
        strange,
        header
            + "\n7,2031-02-03T04:05:06Z,Atlantis,D99,submarine,,,,1,yes\n"
            + "8,someday,Rome,D01,van,1,1,true,1,no\n");
    Outcome outcome =
        Workplace.run(
            "predict",
            folder.resolve("out/model").toString(),
            "--input",
            strange.toString(),
            "--output",
            folder.resolve("odd").toString(),
            "--bad-rows",
            "skip");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<Row> odd =
        TestSpark.session()
            .read()
            .parquet(folder.resolve("odd").toString())
            .orderBy("parcel")
            .select("prediction")
            .collectAsList();
    assertThat(odd.get(0).getDouble(0)).isBetween(0.0, 60.0);
    assertThat(odd.get(1).isNullAt(0)).isTrue();
    Outcome evaluated =
        Workplace.run(
            "evaluate",
            folder.resolve("out/model").toString(),
            "--data",
            strange.toString(),
            "--bad-rows",
            "skip");
    assertThat(evaluated.out().replace('\n', ' '))
        .contains("Warning: 1 row skipped: not a date")
        .contains(
            "missing: distance 1 row (imputed 18.181), weight 1 row (imputed 3.7662), express")
        .contains("unknown categories: city 1 row, depot 1 row, vehicle 1 row");
    Outcome diagnosed = Workplace.run("diagnose", "conf/delivery-hours.conf", "--steps", "20");
    assertThat(diagnosed.code()).as(diagnosed.err()).isZero();
    assertThat(diagnosed.out()).contains("embeddings");
    Outcome exported =
        Workplace.run(
            "export",
            folder.resolve("out/model").toString(),
            "--output",
            folder.resolve("net.zip").toString());
    assertThat(exported.code()).isEqualTo(2);
    assertThat(exported.err())
        .contains("can't be exported: it has feature columns that are more than numbers to scale");
  }

  private Outcome train(String job) {
    Outcome outcome =
        Workplace.run(
            "train",
            job,
            "--set",
            "output.dir=" + folder.resolve("out"),
            "--set",
            "averaging.workers=2");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private Dataset<Row> predict(String input, String format) {
    String output = folder.resolve("predictions").toString();
    Outcome outcome =
        Workplace.run(
            "predict",
            folder.resolve("out/model").toString(),
            "--input",
            input,
            "--output",
            output,
            "--output-format",
            format);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return TestSpark.session().read().format(format).option("header", "true").load(output);
  }

  /** All that stood in a row stands there still, beside its prediction. */
  private static void assertJoined(String input, Dataset<Row> predicted) {
    Dataset<Row> rows = TestSpark.session().read().option("header", "true").csv(input);
    String[] columns = rows.columns();
    assertThat(Arrays.asList(predicted.columns()))
        .containsSubsequence(columns)
        .contains("prediction");
    assertThat(predicted.selectExpr(columns).collectAsList())
        .containsExactlyElementsOf(rows.collectAsList());
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
  }
}
