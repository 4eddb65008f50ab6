package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.Network;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.train.TrainedNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict} from job to columns: folded in one pass, sampled in several. */
class MonteCarloCommandTest {
  private static final String LAYERS =
      "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
          + " {type = dropout, rate = 0.4}, {type = dense, units = 3, activation = softmax}";

  @TempDir private static Path folder;
  private static Workplace place;
  private static String model;

  @TempDir private Path target;

  @BeforeAll
  static void train() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
    Outcome outcome =
        place.train("training.recompute-statistics=true", "model.layers=[" + LAYERS + "]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    model = place.output() + "/model";
  }

  /** The job trains with {@code recompute-statistics}: what is told is of the model saved. */
  @Test
  void theSummaryIsOfTheModelThatWasSaved() throws Exception {
    Outcome evaluated =
        Workplace.run("evaluate", model, "--data", place.path("test.csv").toString());
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    double tested = place.summary().get("test").get("loss").asDouble();
    assertThat(evaluated.out()).contains("%.4f".formatted(tested));

    ModelBundle bundle =
        ModelBundle.load(new org.apache.hadoop.fs.Path(model), new Configuration());
    double validated = place.summary().get("validation").get("loss").asDouble();
    assertThat(bundle.provenance().metrics()).containsEntry("validation.loss", validated);
    double lastEpoch = place.metrics().get(2).get("validation").get("loss").asDouble();
    assertThat(validated).as("before the statistics were recomputed").isNotEqualTo(lastEpoch);
  }

  @Test
  void onePassGivesWhatTheUnfoldedNetworkGives() throws Exception {
    ModelBundle bundle =
        ModelBundle.load(new org.apache.hadoop.fs.Path(model), new Configuration());
    TrainedNetwork trained = TrainedNetwork.of(bundle);
    Network network = new Network(trained.spec(), trained.input(), 1);
    assertThat(network.statistics().slices()).extracting(Slice::length).containsExactly(8, 8);
    for (Row row : predict("once")) {
      float[] features = new float[2];
      for (int j = 0; j < 2; j++) {
        double raw = Double.parseDouble(row.getString(j));
        features[j] =
            (float) ((raw - bundle.encoding().shift().get(j)) * bundle.encoding().factor().get(j));
      }
      float[] expected = network.outputs(features, 1, trained.weights(), trained.statistics());
      List<Double> found = row.getList(row.fieldIndex("probability"));
      for (int j = 0; j < 3; j++) {
        assertThat(found.get(j)).isCloseTo(expected[j], within(1e-5));
      }
    }
  }

  @Test
  void addsTheSpreadOfTheProbabilities() {
    List<Row> rows = predict("sampled", "--monte-carlo", "30");
    assertThat(rows.get(0).schema().toDDL())
        .endsWith("prediction INT,probability ARRAY<DOUBLE>,probability_stddev ARRAY<DOUBLE>");
    for (Row row : rows) {
      List<Double> probability = row.getList(row.fieldIndex("probability"));
      List<Double> deviation = row.getList(row.fieldIndex("probability_stddev"));
      assertThat(probability.stream().mapToDouble(each -> each).sum()).isCloseTo(1, within(1e-5));
      assertThat(probability.get(row.<Integer>getAs("prediction")))
          .isEqualTo(Collections.max(probability));
      assertThat(deviation).hasSize(3).allMatch(each -> each > 0 && each <= 0.5);
    }
    assertThat(predict("again", "--monte-carlo", "30", "--seed", "42")).isEqualTo(rows);
    assertThat(predict("other", "--monte-carlo", "30", "--seed", "43")).isNotEqualTo(rows);
  }

  @Test
  void addsTheSpreadOfValuesAndKnowsModelsWithoutChance(@TempDir Path other) throws Exception {
    Workplace own = new Workplace(other);
    own.classesJob();
    String layers = "{ type = dense, units = 1 }";
    own.train("training.loss=mse", "model.layers=[{type = dropout, rate = 0.2}, " + layers + "]");
    List<Row> rows = predict(own, "values", "--monte-carlo", "5");
    assertThat(rows.get(0).schema().toDDL()).endsWith("prediction DOUBLE,prediction_stddev DOUBLE");
    assertThat(rows).allMatch(row -> row.<Double>getAs("prediction_stddev") > 0);

    own.train("training.loss=mse", "model.layers=[" + layers + "]");
    own.refuses(
        2,
        () -> run(own, "never", "--monte-carlo", "5"),
        "--monte-carlo runs a model's random layers (dropout, alpha_dropout, gaussian_noise, rrelu)",
        own.output() + "/model has none",
        "Leave --monte-carlo out");
    assertThat(target.resolve("never")).doesNotExist();
  }

  @Test
  void refusesFewerThanTwoPassesAndASeedForNothing() throws Exception {
    for (String passes : List.of("1", "0", "-3")) {
      place.refuses(
          2,
          () -> run(place, "never", "--monte-carlo", passes),
          "Invalid --monte-carlo: found "
              + passes
              + "; allowed is a whole number of passes from 2");
    }
    place.refuses(2, () -> run(place, "never", "--seed", "3"), "--monte-carlo");
    assertThat(target.resolve("never")).doesNotExist();
  }

  private List<Row> predict(String into, String... options) {
    return predict(place, into, options);
  }

  private List<Row> predict(Workplace from, String into, String... options) {
    Outcome outcome = run(from, into, options);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return TestSpark.session().read().parquet(target.resolve(into).toString()).collectAsList();
  }

  private Outcome run(Workplace from, String into, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "predict",
                from.output() + "/model",
                "--input",
                from.path("test.csv").toString(),
                "--output",
                target.resolve(into).toString()));
    arguments.addAll(List.of(options));
    return Workplace.run(arguments.toArray(String[]::new));
  }
}
