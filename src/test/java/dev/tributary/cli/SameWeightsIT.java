package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.cluster.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wherever a job runs, with as many workers it gives the same weights, bit for bit. */
class SameWeightsIT {
  @TempDir private Path folder;
  private Path job;

  @BeforeEach
  void writeJob() throws Exception {
    Path data = Path.of("data-samples/digits").toAbsolutePath();
    job =
        Files.writeString(
            folder.resolve("job.conf"),
            """
            data {
              format = csv
              options { header = true }
              train = "%1$s/train.csv"
              test = "%1$s/test.csv"
              validation = 0.1
              features = ["pixel_*"]
            }
            model.layers = [
              { type = gaussian_noise, stddev = 0.1 }
              { type = dense, units = 64 }
              { type = batch_normalization }
              { type = activation, function = rrelu }
              { type = dropout, rate = 0.2 }
              { type = dense, units = 32, activation = prelu }
              { type = layer_normalization }
              { type = dense, units = 10, activation = softmax }
            ]
            training {
              loss { type = sparse_categorical_crossentropy, label-smoothing = 0.1 }
              optimizer = adam
              learning-rate { schedule = reduce_on_plateau, value = 0.002, warmup-steps = 8 }
              clipping { type = global_norm, limit = 1 }
              regularization { l2 = 0.0001 }
              constraint { type = unit_norm, layers = [dense_2] }
              pretraining { epochs = 1 }
              class-weights = balanced
              recompute-statistics = true
              batch-size = 32
              epochs = 2
            }
            averaging { workers = 2, every = 4 }
            report { diagnose-every = 1 }
            """
                .formatted(data));
  }

  @Test
  void onAClusterOfProcessesAsInOne() throws Exception {
    train("local-2", "--master", "local[2]");
    train("local-4", "--master", "local[4]");
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1)) {
      Launch training =
          Launch.start(
              folder,
              arguments(
                  "cluster",
                  "--master",
                  cluster.masterUrl(),
                  "--executor-memory",
                  "600m",
                  "--total-executor-cores",
                  "2"));
      training.awaitLine(" 1/2 ");
      assertThat(cluster.executorProcesses()).hasSize(2);
      Launch.Outcome outcome = training.finish();
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.err()).isEmpty();
    }

    assertThat(weights("local-4")).isEqualTo(weights("local-2"));
    assertThat(weights("cluster")).isEqualTo(weights("local-2"));
    assertThat(description("local-4")).isEqualTo(description("local-2"));
    assertThat(description("cluster")).isEqualTo(description("local-2"));
    JsonNode summary = summary("cluster");
    assertThat(summary.path("workers").intValue()).isEqualTo(2);
    for (String part : List.of("train", "validation", "test")) {
      assertThat(summary.path(part)).isEqualTo(summary("local-2").path(part));
    }
  }

  private void train(String output, String... options) throws Exception {
    Launch.Outcome outcome = Launch.run(folder, arguments(output, options));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private String[] arguments(String output, String... options) {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.addAll(
        List.of("train", job.toString(), "--set", "output.dir=" + folder.resolve(output)));
    return arguments.toArray(String[]::new);
  }

  private byte[] weights(String output) throws Exception {
    return Files.readAllBytes(folder.resolve(output).resolve("model/weights.safetensors"));
  }

  /** What {@code model.json} says, but for the time and the place. */
  private JsonNode description(String output) throws Exception {
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper()
                .readTree(folder.resolve(output).resolve("model/model.json").toFile());
    ObjectNode provenance = (ObjectNode) json.path("provenance");
    provenance.remove("created");
    ((ObjectNode) provenance.path("job")).remove("output");
    return json;
  }

  private JsonNode summary(String output) throws Exception {
    return new ObjectMapper().readTree(folder.resolve(output).resolve("summary.json").toFile());
  }
}
