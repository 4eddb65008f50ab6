package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerateCommandTest {
  @TempDir private Path folder;
  private Workplace place;
  private String data;

  @BeforeEach
  void choosePlace() {
    place = new Workplace(folder);
    data = folder.resolve("data").toString();
  }

  @Test
  void aStudentLearnsTheClasses() throws Exception {
    Outcome outcome =
        generate("classification", "--rows", "4000", "--features", "6", "--classes", "3");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("4,000 rows with 6 features each are in " + data);
    assertThat(folder.toFile().list()).containsExactly("data");

    train("softmax", 3, "sparse_categorical_crossentropy");
    assertThat(place.summary().path("validation").path("accuracy").doubleValue())
        .isGreaterThan(0.8);
  }

  @Test
  void aStudentLearnsTheNumbers() throws Exception {
    Outcome outcome =
        generate("regression", "--rows", "4000", "--features", "6", "--noise", "0.05");
    assertThat(outcome.code()).as(outcome.err()).isZero();

    train("linear", 1, "mse");
    assertThat(place.summary().path("validation").path("r2").doubleValue()).isBetween(0.8, 1.0);
  }

  @Test
  void theSameArgumentsGiveTheSameFiles() throws Exception {
    generate("adding", "--rows", "600", "--length", "4");
    String first = data;
    data = folder.resolve("again").toString();
    generate("adding", "--rows", "600", "--length", "4");

    assertThat(names(first)).contains("part-00000-c000.snappy.parquet").isEqualTo(names(data));
    assertThat(TestSpark.session().read().parquet(data).collectAsList())
        .hasSize(600)
        .isEqualTo(TestSpark.session().read().parquet(first).collectAsList());
  }

  @Test
  void csvHoldsTheSameRowsInAColumnEach() {
    generate("regression", "--rows", "50", "--features", "3");
    Dataset<Row> parquet = TestSpark.session().read().parquet(data);
    data = folder.resolve("csv").toString();
    generate("regression", "--rows", "50", "--features", "3", "--format", "csv");
    Dataset<Row> csv =
        TestSpark.session()
            .read()
            .option("header", "true")
            .schema("label FLOAT,x_0 FLOAT,x_1 FLOAT,x_2 FLOAT")
            .csv(data);

    assertThat(csv.collectAsList())
        .isEqualTo(
            parquet
                .selectExpr("label", "features[0]", "features[1]", "features[2]")
                .collectAsList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          classification --rows 0|Invalid --rows: found 0; allowed is a whole number from 1 up.
          classification --rows 9 --classes 1|Invalid --classes: found 1; allowed is a whole number from 2 to 1,000.
          regression --rows 9 --features 0|Invalid --features: found 0; allowed is a whole number from 1 to 100,000.
          regression --rows 9 --noise -1|Invalid --noise: found -1.0; allowed is a number from 0 up.
          regression --rows 9 --noise NaN|Invalid --noise: found NaN; allowed is a number from 0 up.
          regression --rows 9 --classes 2|--classes means nothing to generate regression.
          classification --rows 9 --length 5|--length means nothing to generate classification.
          adding --rows 9 --length 1|Invalid --length: found 1; allowed is a whole number from 2 to 50,000.
          adding --rows 9 --noise 0.1|--noise means nothing to generate adding.
          moons --rows 9|expected one of [CLASSIFICATION, REGRESSION, ADDING, TABLE]
          table --rows 9 --noise 0.1|--noise means nothing to generate table.
          adding --rows many|'many' is not a long
          adding|Missing required option: '--rows=N'
          """)
  void refusesArgumentsThatMeanNothing(String arguments, String message) throws Exception {
    place.refuses(2, () -> generate(arguments.split(" ")), message);
  }

  @Test
  void refusesToReplaceAnything() throws Exception {
    Files.createDirectories(Path.of(data));
    place.refuses(
        2,
        () -> generate("adding", "--rows", "9"),
        "There is something at " + data + " already. Give --output a folder that isn't there yet");
  }

  private Outcome generate(String... arguments) {
    List<String> all = new ArrayList<>(List.of("generate"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--output", data));
    return Workplace.run(all.toArray(String[]::new));
  }

  private void train(String activation, int units, String loss) throws Exception {
    place.write(
        "job.conf",
        "data { format = parquet, train = \"" + data + "\", validation = 0.25 }",
        "model.layers = [",
        "  { type = dense, units = 32, activation = tanh }",
        "  { type = dense, units = 32, activation = tanh }",
        "  { type = dense, units = " + units + ", activation = " + activation + " }",
        "]",
        "training {",
        "  loss = " + loss,
        "  optimizer = adam",
        "  learning-rate { schedule = constant, value = 0.005 }",
        "  batch-size = 32",
        "  epochs = 15",
        "}",
        "averaging { workers = 1 }",
        "output.dir = \"" + place.output() + "\"");
    Outcome outcome = place.train();
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static List<String> names(String folder) {
    String[] names = Path.of(folder).toFile().list();
    Arrays.sort(names);
    return List.of(names);
  }
}
