package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.model.ModelBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() {
    place = new Workplace(folder);
  }

  @Test
  void writesTheSummaryThatProgramsRelyOn() throws Exception {
    place.classesJob();
    Outcome outcome = place.train();
    JsonNode summary = place.summary();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactly(
            "status",
            "parameters",
            "workers",
            "epochs",
            "rounds",
            "examples",
            "examplesPerSecond",
            "train",
            "validation",
            "test",
            "seconds",
            "skippedRows",
            "model");
    assertThat(summary.path("status").textValue()).isEqualTo("finished");
    // Kernels and biases, gamma and beta, moving mean and variance.
    assertThat(summary.path("parameters").intValue()).isEqualTo(24 + 27 + 16 + 16);
    assertThat(summary.path("workers").intValue()).isEqualTo(2);
    assertThat(summary.path("epochs").intValue()).isEqualTo(3);
    assertThat(summary.path("train").fieldNames()).toIterable().containsExactly("loss");
    assertThat(summary.path("validation").fieldNames())
        .toIterable()
        .containsExactly("loss", "accuracy");
    assertThat(summary.path("test").fieldNames()).toIterable().containsExactly("loss", "accuracy");
    assertThat(summary.path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
    assertThat(summary.path("skippedRows")).isEmpty();
    assertThat(summary.path("model").textValue()).isEqualTo(place.output() + "/model");
    assertThat(place.output().toFile().list())
        .containsExactlyInAnyOrder(
            "model", "metrics.jsonl", "summary.json", "report.html", "tensorboard");
  }

  @Test
  void accountsForAllExamplesAndAllTime() throws Exception {
    place.classesJob();
    place.train();
    JsonNode summary = place.summary();
    JsonNode seconds = summary.path("seconds");

    assertThat(summary.path("examples").longValue()).isEqualTo(3 * 47);
    assertThat(seconds.fieldNames())
        .toIterable()
        .containsExactly(
            "total",
            "read",
            "rounds",
            "compute",
            "synchronize",
            "broadcast",
            "wait",
            "sum",
            "evaluate",
            "checkpoint");
    double rounds = seconds.path("rounds").doubleValue();
    assertThat(summary.path("examplesPerSecond").doubleValue())
        .isEqualTo(summary.path("examples").longValue() / rounds);
    assertThat(seconds.path("compute").doubleValue() + seconds.path("synchronize").doubleValue())
        .isCloseTo(rounds, org.assertj.core.data.Offset.offset(1e-9));
    List<String> apart = List.of("broadcast", "wait", "sum");
    assertThat(apart).allMatch(name -> seconds.path(name).doubleValue() > 0);
    assertThat(apart.stream().mapToDouble(name -> seconds.path(name).doubleValue()).sum())
        .isCloseTo(
            seconds.path("synchronize").doubleValue(), org.assertj.core.data.Offset.offset(1e-9));
    assertThat(seconds.path("total").doubleValue())
        .isGreaterThanOrEqualTo(
            seconds.path("read").doubleValue() + rounds + seconds.path("evaluate").doubleValue());
  }

  @Test
  void saysWhatAveragingCost() throws Exception {
    place.classesJob();
    assertThat(place.train().out())
        .containsPattern(
            "averaging  [0-9.]+ % of the rounds: broadcast [0-9.]+ %, wait [0-9.]+ %,");
  }

  @Test
  void writesALineForEachEpoch() throws Exception {
    place.classesJob();
    place.train();
    List<JsonNode> lines = place.metrics();

    assertThat(lines).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode line = lines.get(i);
      assertThat(line.path("epoch").intValue()).isEqualTo(i + 1);
      assertThat(line.path("examples").intValue()).isEqualTo(47);
      assertThat(line.path("learningRate").doubleValue()).isEqualTo(0.1);
      assertThat(line.path("validation").path("accuracy").isNumber()).isTrue();
    }
    assertThat(lines.get(2).path("loss")).isEqualTo(place.summary().path("train").path("loss"));
    assertThat(lines.get(2).path("rounds")).isEqualTo(place.summary().path("rounds"));
    assertThat(lines.get(2).path("validation")).isEqualTo(place.summary().path("validation"));
  }

  @Test
  void tellsWhatItDoesInPlainLines() throws Exception {
    place.classesJob();
    String out = place.train().out();

    assertThat(out.chars().filter(c -> c != '\n' && c < ' ').toArray()).isEmpty();
    assertThat(out)
        .startsWith("Reading " + place.path("train.csv") + " ...\n")
        .contains(
            "trained parameters",
            "train       47 rows",
            "validation  13 rows  20 % of train",
            "1/3",
            "3/3",
            "Finished after 3 epochs",
            "submit/tributary evaluate ");
    assertThat(out.lines().filter(line -> !line.contains(folder.toString())))
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void savesAModelThatKnowsWhereItComesFrom() throws Exception {
    place.classesJob();
    place.train("training.seed=7");
    ModelBundle bundle = model();

    assertThat(bundle.provenance().seed()).isEqualTo(7);
    assertThat(bundle.provenance().workers()).isEqualTo(2);
    assertThat(bundle.provenance().epochs()).isEqualTo(3);
    assertThat(bundle.provenance().data()).isEqualTo(place.path("train.csv").toString());
    Map<String, Long> rows = bundle.provenance().rows();
    assertThat(rows).containsOnlyKeys("train", "validation", "test").containsEntry("test", 20L);
    assertThat(rows.get("train") + rows.get("validation")).isEqualTo(60);
    assertThat(bundle.provenance().versions()).containsEntry("spark", "3.5.5");
    assertThat(bundle.provenance().metrics())
        .containsEntry("test.loss", place.summary().path("test").path("loss").doubleValue());
    assertThat(bundle.source().format()).isEqualTo("csv");
    assertThat(bundle.source().options()).containsEntry("header", "true");
  }

  @Test
  void givesTheSameBytesForTheSameSeedOnly() throws Exception {
    place.classesJob();
    place.train();
    byte[] first = weights();
    place.train();
    assertThat(weights()).isEqualTo(first);
    place.train("training.seed=2");
    assertThat(weights()).isNotEqualTo(first);
  }

  @Test
  void tellsOfRulesAndOfWhatClippingDid() throws Exception {
    place.classesJob();
    Outcome outcome =
        place.train(
            "training.clipping={ type = global_norm, limit = 0.001 }",
            "training.regularization={ l2 = 0.001, weight-decay = 0.01, layers = [dense_2] }",
            "training.constraint=max_norm",
            "training.learning-rate={ schedule = one_cycle, maximum = 0.1, steps = 9 }",
            "training.optimizer=adam");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains(
            "learning rate one_cycle (maximum 0.1, steps 9, initial 0.01, end 1e-5, rise 0.45)",
            "clipping global_norm (limit 0.001)",
            "regularization l2 0.001, weight decay 0.01 on dense_2",
            "constraint max_norm (limit 2)");
    JsonNode clipping = place.summary().path("clipping");
    assertThat(clipping.fieldNames())
        .toIterable()
        .containsExactly("share", "meanNorm", "largestNorm");
    assertThat(clipping.path("share").doubleValue()).isEqualTo(1);
    assertThat(clipping.path("meanNorm").doubleValue()).isGreaterThan(0.001);
    assertThat(place.metrics())
        .allMatch(line -> line.path("clipping").path("share").doubleValue() == 1);
  }

  @Test
  void stopsEarlyAndKeepsTheBest() throws Exception {
    place.classesJob();
    Outcome outcome =
        place.train(
            "training.epochs=50",
            "training.learning-rate.value=0.5",
            "training.early-stopping { monitor = validation.accuracy, patience = 2 }"
                .replace("training.early-stopping {", "training.early-stopping={"));

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("Stopped early: validation.accuracy no longer improves. The model of epoch");
    int epochs = place.summary().path("epochs").intValue();
    assertThat(epochs).isLessThan(50);
    assertThat(place.metrics()).hasSize(epochs);
    double best =
        place.metrics().stream()
            .mapToDouble(line -> line.path("validation").path("accuracy").doubleValue())
            .max()
            .orElseThrow();
    assertThat(place.summary().path("validation").path("accuracy").doubleValue()).isEqualTo(best);
  }

  @Test
  void countsSkippedRowsByReason() throws Exception {
    place.classesJob();
    place.write(
        "train.csv",
        String.join("\n", Workplace.classes(30, 0)),
        ",1,0",
        "NaN,1,0",
        "one,1,0",
        "1,1,3",
        "1,1,1,1");
    Outcome outcome = place.train("data.bad-rows=skip");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("skipped: 5 rows (");
    JsonNode skipped = place.summary().path("skippedRows");
    assertThat(skipped.toString())
        .isEqualTo(
            "{\"malformed\":1,\"no value\":1,\"not a number\":1,\"not finite\":1,"
                + "\"unknown label\":1}");
    assertThat(model().provenance().rows().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(30 + 20);
  }

  @Test
  void warnsWhereWorkersTakeTurns() throws Exception {
    place.classesJob();
    Outcome outcome = place.train("averaging.workers=5", "training.epochs=1");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("Warning: 5 workers share 2 task slots: rounds take several turns.");
    assertThat(place.summary().path("workers").intValue()).isEqualTo(5);
  }

  @Test
  void takesAsManyWorkersAsSlotsUnlessTold() throws Exception {
    place.classesJob();
    place.train("averaging.workers=auto", "training.epochs=1");
    assertThat(place.summary().path("workers").intValue()).isEqualTo(2);
  }

  // ---- Kinds of data and of labels

  @Test
  void learnsDigits() throws Exception {
    Outcome outcome = sample("digits", "training.epochs=3");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(place.summary().path("parameters").intValue()).isEqualTo(52_362);
    assertThat(place.summary().path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void learnsARegression() throws Exception {
    Outcome outcome = sample("diabetes", "training.epochs=20");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode test = place.summary().path("test");
    assertThat(test.fieldNames()).toIterable().containsExactly("loss", "rmse", "mae", "r2");
    assertThat(test.path("r2").doubleValue()).isGreaterThan(0.3);
    assertThat(outcome.out()).contains("1 value to predict", "RMSE", "R²");
  }

  @Test
  void learnsTextLabelsFromParquet() throws Exception {
    place.classesJob();
    for (String part : List.of("train", "test")) {
      TestSpark.session()
          .read()
          .option("header", "true")
          .option("inferSchema", "true")
          .csv(place.path(part + ".csv").toString())
          .selectExpr(
              "array(x, y) as position",
              "element_at(array('red','green','blue'), label + 1) as color")
          .write()
          .mode(SaveMode.Overwrite)
          .parquet(place.path(part + ".parquet").toString());
    }
    Outcome outcome =
        place.train(
            "data.format=auto",
            "data.options=null",
            "data.train=" + place.path("train.parquet"),
            "data.test=" + place.path("test.parquet"),
            "data.features=[position]",
            "data.label=color");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(model().encoding().classes()).containsExactly("blue", "green", "red");
    assertThat(place.summary().path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void learnsBinaryLabels() throws Exception {
    place.classesJob();
    Outcome outcome =
        place.train(
            "data.train=" + twoClasses("train.csv"),
            "data.test=" + twoClasses("test.csv"),
            "training.loss=binary_crossentropy",
            "model.layers=[{ type = dense, units = 1, activation = sigmoid }]");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("2 features, 2 classes");
    assertThat(place.summary().path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
  }

  @Test
  void learnsOneHotLabels() throws Exception {
    place.classesJob();
    for (String part : List.of("train.csv", "test.csv")) {
      place.write(
          part,
          Files.readAllLines(place.path(part)).stream()
              .map(line -> line.replaceAll(",label$", ",is_0,is_1,is_2"))
              .map(line -> line.replaceAll(",0$", ",1,0,0"))
              .map(line -> line.matches(".*,.*,1") ? line.replaceAll(",1$", ",0,1,0") : line)
              .map(line -> line.replaceAll(",2$", ",0,0,1"))
              .toArray(String[]::new));
    }
    Outcome outcome =
        place.train("data.label=[\"is_*\"]", "training.loss=categorical_crossentropy");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(place.summary().path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
  }

  private Outcome sample(String name, String override) {
    return Workplace.run(
        "train",
        "conf/" + name + ".conf",
        "--set",
        "output.dir=" + place.output(),
        "--set",
        "averaging.workers=2",
        "--set",
        override);
  }

  /** The first two of the three classes. */
  private Path twoClasses(String file) throws Exception {
    List<String> lines = Files.readAllLines(place.path(file));
    String text =
        lines.stream().filter(line -> !line.endsWith(",2")).collect(Collectors.joining("\n"));
    return place.write("two-" + file, text);
  }

  private ModelBundle model() {
    return ModelBundle.load(
        new org.apache.hadoop.fs.Path(place.output() + "/model"), new Configuration());
  }

  private byte[] weights() throws Exception {
    return Files.readAllBytes(place.output().resolve("model/weights.safetensors"));
  }
}
