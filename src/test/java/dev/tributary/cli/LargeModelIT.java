package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cluster.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 25 million parameters and their momentum, 200 MB, on a cluster of separate JVMs whose driver has
 * 2 GiB: the executors sum, and the result is that of the driver's own sum.
 */
class LargeModelIT {
  @TempDir private Path folder;

  @Test
  void trainsWithADriverOfTwoGibibytes() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1)) {
      train(
          "sliced",
          "auto",
          "--master",
          cluster.masterUrl(),
          "--driver-memory",
          "2g",
          "--executor-memory",
          "1600m",
          "--total-executor-cores",
          "2");
    }
    assertThat(Files.readString(folder.resolve("tributary.log")))
        .contains("at SlicedSum.java")
        .doesNotContain("OutOfMemoryError");
    train("whole", "driver", "--master", "local[2]", "--driver-memory", "5g");

    assertThat(Files.mismatch(weights("sliced"), weights("whole"))).isEqualTo(-1);
    JsonNode summary = new ObjectMapper().readTree(folder.resolve("sliced/summary.json").toFile());
    assertThat(summary.path("parameters").longValue()).isGreaterThan(25_000_000);
    assertThat(summary.path("workers").intValue()).isEqualTo(2);
  }

  private void train(String output, String sum, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.addAll(
        List.of(
            "train",
            job().toString(),
            "--set",
            "output.dir=" + output,
            "--set",
            "averaging.sum=" + sum));
    Launch.Outcome outcome = Launch.run(folder, arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private Path weights(String output) {
    return folder.resolve(output).resolve("model/weights.safetensors");
  }

  private Path job() throws Exception {
    return Files.writeString(
        folder.resolve("job.conf"),
        """
        data {
          format = csv
          options { header = true }
          train = "%s"
        }
        model.layers = [
          { type = dense, units = 5000, activation = relu }
          { type = dense, units = 4950, activation = relu }
          { type = dense, units = 10, activation = softmax }
        ]
        training {
          loss = sparse_categorical_crossentropy
          optimizer { type = momentum, momentum = 0.9 }
          learning-rate = 0.001
          batch-size = 128
          epochs = 1
        }
        averaging { workers = 2, every = 3 }
        """
            .formatted(Path.of("data-samples/digits/train.csv").toAbsolutePath()));
  }
}
