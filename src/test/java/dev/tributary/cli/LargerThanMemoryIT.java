package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cluster.StandaloneCluster;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data of three times an executor's memory trains as data that fits, bit for bit. */
class LargerThanMemoryIT {
  private static final int EXECUTOR_MIB = 256;
  private static final int WIDTH = 784;
  private static final int ROWS = 3 * EXECUTOR_MIB * (1 << 20) / WIDTH + 1;

  /** Of 32 MiB each. */
  private static final int SHARDS = 3 * EXECUTOR_MIB / 32;

  private static final Pattern ON_DISK = Pattern.compile("Added (rdd_\\d+_\\d+) on disk");

  @TempDir private Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    Random random = new Random(5);
    try (DataOutputStream images = open("images-idx3-ubyte");
        DataOutputStream labels = open("labels-idx1-ubyte")) {
      images.writeInt(0x803);
      images.writeInt(ROWS);
      images.writeInt(28);
      images.writeInt(28);
      labels.writeInt(0x801);
      labels.writeInt(ROWS);
      byte[] image = new byte[WIDTH];
      for (int row = 0; row < ROWS; row++) {
        random.nextBytes(image);
        images.write(image);
        labels.writeByte(image[0] & 1);
      }
    }
  }

  @Test
  void trainsAsDataThatFits() throws Exception {
    assertThat(Files.size(folder.resolve("data-images-idx3-ubyte")))
        .isGreaterThan((3L * EXECUTOR_MIB) << 20);
    train("in-memory", "--master", "local[2]", "--driver-memory", "2500m");
    assertThat(shardsOnDisk()).isZero();
    Files.delete(folder.resolve("tributary.log"));
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 2)) {
      train(
          "small",
          "--master",
          cluster.masterUrl(),
          "--executor-memory",
          EXECUTOR_MIB + "m",
          // Spark wants 450 MiB of an executor unless it sets less of them aside for itself.
          "--conf",
          "spark.testing.reservedMemory=" + (64 << 20));
    }
    assertThat(shardsOnDisk()).isGreaterThan(SHARDS / 2);
    assertThat(weights("small")).isEqualTo(weights("in-memory"));
  }

  private void train(String output, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(Arrays.asList(options));
    arguments.addAll(List.of("train", job().toString(), "--set", "output.dir=" + output));
    Launch.Outcome outcome = Launch.run(folder, arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private Path job() throws IOException {
    return Files.writeString(
        folder.resolve("job.conf"),
        """
        data { format = idx, train = "%s", scaling = 255 }
        model.layers = [{ type = dense, units = 2, activation = softmax }]
        training {
          loss = sparse_categorical_crossentropy
          learning-rate = 0.01
          batch-size = 128
          epochs = 1
        }
        averaging { workers = 2, every = 32 }
        """
            .formatted(folder.resolve("data")));
  }

  private long shardsOnDisk() throws IOException {
    return ON_DISK
        .matcher(Files.readString(folder.resolve("tributary.log")))
        .results()
        .map(found -> found.group(1))
        .distinct()
        .count();
  }

  private DataOutputStream open(String kind) throws IOException {
    return new DataOutputStream(
        new BufferedOutputStream(Files.newOutputStream(folder.resolve("data-" + kind)), 1 << 20));
  }

  private byte[] weights(String output) throws IOException {
    return Files.readAllBytes(folder.resolve(output).resolve("model/weights.safetensors"));
  }
}
