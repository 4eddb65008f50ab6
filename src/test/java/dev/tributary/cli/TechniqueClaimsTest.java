package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.techniques.Proves;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the jobs of {@code conf/techniques} claim, over five seeds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TechniqueClaimsTest {
  private static final int[] SEEDS = {101, 102, 103, 104, 105};
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** Each job is run once a seed, whatever claims it is part of. */
  private final Map<String, List<JsonNode>> runs = new HashMap<>();

  @Test
  void aDeepSigmoidNetworkWithNormalWeightsDoesNotLearn() {
    assertThat(accuracies("sigmoid-normal")).allMatch(accuracy -> accuracy < 0.35);
  }

  @Test
  @Proves("diagnosis/diagnose")
  void andTheDiagnosisSaysWhy() throws IOException {
    for (int seed : SEEDS) {
      JsonNode diagnosis = diagnose("sigmoid-normal", seed, 0);
      List<String> findings = kinds(diagnosis.path("findings"));
      assertThat(findings).contains("saturation", "unsuitable_initializer");
      assertThat(diagnosis.path("findings").toString())
          .contains("sigmoid", "normal(stddev 1.0)", "glorot_uniform", "batch_normalization");
    }
  }

  @Test
  @Proves("initializer/glorot_normal")
  void tanhWithGlorotLearns() {
    assertThat(accuracies("tanh-glorot")).allMatch(accuracy -> accuracy > 0.9);
  }

  @Test
  @Proves("initializer/he_normal")
  void reluLearnsWithHeAndLessSoWithGlorot() {
    List<Double> he = accuracies("relu-he");
    List<Double> glorot = accuracies("relu-glorot");
    assertThat(he).allMatch(accuracy -> accuracy > 0.85);
    for (int i = 0; i < SEEDS.length; i++) {
      assertThat(glorot.get(i)).as("seed %d", SEEDS[i]).isLessThan(he.get(i) - 0.2);
    }
  }

  @Test
  @Proves({"activation/selu", "initializer/lecun_normal"})
  void seluStaysNormalizedThroughAHundredLayersAndReluDoesNotStayCentered() throws IOException {
    for (int seed : SEEDS) {
      for (JsonNode layer : activations(diagnose("selu-100", seed, 0))) {
        assertThat(layer.path("mean").doubleValue()).as("%s", layer).isBetween(-0.1, 0.1);
        assertThat(layer.path("deviation").doubleValue()).as("%s", layer).isBetween(0.8, 1.2);
      }
      for (JsonNode layer : activations(diagnose("relu-100", seed, 0))) {
        double mean = layer.path("mean").doubleValue();
        assertThat(mean / layer.path("deviation").doubleValue()).as("%s", layer).isGreaterThan(0.3);
      }
    }
  }

  @Test
  @Proves("layer/batch_normalization")
  void batchNormalizationRescuesTheSigmoidNetwork() {
    assertThat(accuracies("sigmoid-batch-norm")).allMatch(accuracy -> accuracy > 0.65);
  }

  @Test
  @Proves("clipping/global_norm")
  void clippingSavesARunThatDivergesWithoutIt() {
    for (int seed : SEEDS) {
      Outcome outcome = train("rate-too-large", seed);
      assertThat(outcome.code()).isEqualTo(4);
      assertThat(outcome.err()).contains("Training diverged");
    }
    assertThat(accuracies("rate-too-large-clipped")).allMatch(accuracy -> accuracy > 0.9);
    assertThat(runs("rate-too-large-clipped"))
        .allMatch(summary -> summary.path("clipping").path("share").doubleValue() > 0.5);
  }

  @Test
  @Proves("activation/leaky_relu")
  void leakyReluLeavesNoDeadUnitsWhereReluDoes() {
    assertThat(runs("relu-dead"))
        .allMatch(summary -> kinds(summary.path("findings")).contains("dead_units"));
    assertThat(runs("leaky-relu"))
        .noneMatch(summary -> kinds(summary.path("findings")).contains("dead_units"));
  }

  /** 1,438 rows without labels, then 100 with. */
  @Test
  @Proves({"training/transfer", "training/pretraining", "training/data.target = features"})
  void rowsWithoutLabelsHelpWhereLabelsAreFew() {
    double without = mean(accuracies("few-labels"));
    assertThat(mean(accuracies("few-labels-greedy"))).isGreaterThan(without + 0.03);

    double sum = 0;
    for (int seed : SEEDS) {
      assertThat(train("autoencoder", seed).code()).isZero();
      String encoder = "transfer.from=" + output("autoencoder").resolve("model");
      Outcome outcome = train("few-labels-transfer", seed, "--set", encoder);
      assertThat(outcome.code()).as(outcome.err()).isZero();
      JsonNode summary = read(output("few-labels-transfer").resolve("summary.json"));
      sum += summary.path("test").path("accuracy").doubleValue();
    }
    assertThat(sum / SEEDS.length).isGreaterThan(without + 0.1);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The test accuracies by seed. */
  private List<Double> accuracies(String job) {
    List<Double> accuracies = new ArrayList<>();
    for (JsonNode summary : runs(job)) {
      accuracies.add(summary.path("test").path("accuracy").doubleValue());
    }
    return accuracies;
  }

  private List<JsonNode> runs(String job) {
    return runs.computeIfAbsent(
        job,
        name -> {
          List<JsonNode> summaries = new ArrayList<>();
          for (int seed : SEEDS) {
            Outcome outcome = train(name, seed);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            summaries.add(read(output(name).resolve("summary.json")));
          }
          return summaries;
        });
  }

  private Outcome train(String job, int seed, String... more) {
    List<String> arguments = new ArrayList<>(List.of(arguments("train", job, seed)));
    arguments.addAll(List.of(more));
    return Workplace.run(arguments.toArray(String[]::new));
  }

  private JsonNode diagnose(String job, int seed, int steps) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(arguments("diagnose", job, seed)));
    arguments.addAll(List.of("--json", "--steps", String.valueOf(steps)));
    Outcome outcome = Workplace.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return JSON.readTree(outcome.out());
  }

  private String[] arguments(String command, String job, int seed) {
    return new String[] {
      command,
      "conf/techniques/" + job + ".conf",
      "--set",
      "training.seed=" + seed,
      "--set",
      "output.dir=" + output(job)
    };
  }

  private Path output(String job) {
    return folder.resolve(job);
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The hidden activations of the first measurement. */
  private static List<JsonNode> activations(JsonNode diagnosis) {
    List<JsonNode> layers =
        StreamSupport.stream(
                diagnosis.path("measurements").path(0).path("layers").spliterator(), false)
            .filter(layer -> layer.path("layer").asText().endsWith("_activation"))
            .toList();
    assertThat(layers).hasSize(101);
    return layers.subList(0, 100);
  }

  private static List<String> kinds(JsonNode findings) {
    return StreamSupport.stream(findings.spliterator(), false)
        .map(finding -> finding.path("kind").asText())
        .toList();
  }
}
