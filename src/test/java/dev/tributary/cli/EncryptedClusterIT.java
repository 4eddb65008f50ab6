package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import dev.tributary.cluster.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster on which all that travels is authenticated and encrypted: same data, same weights. */
class EncryptedClusterIT {
  private static final Map<String, String> ENCRYPTION =
      new TreeMap<>(
          Map.of(
              "spark.authenticate", "true",
              "spark.authenticate.secret", "a secret that only this test knows",
              "spark.network.crypto.enabled", "true",
              "spark.io.encryption.enabled", "true"));

  @TempDir private Path folder;

  @Test
  void generatesAndTrainsAsElsewhere() throws Exception {
    Path job = writeJob();
    requireSuccess(Workplace.run(generate("local")));
    requireSuccess(Workplace.run(train(job, "local", "local-run")));
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, ENCRYPTION)) {
      requireSuccess(Launch.run(folder, on(cluster, generate("cluster"))));
      requireSuccess(Launch.run(folder, on(cluster, train(job, "cluster", "cluster-run"))));
      assertThat(log()).contains("SecurityManager: authentication enabled");
    }

    assertThat(names("cluster")).isEqualTo(names("local"));
    assertThat(rows("cluster")).hasSize(2000).isEqualTo(rows("local"));
    assertThat(weights("cluster-run")).isEqualTo(weights("local-run"));
  }

  private Path writeJob() throws Exception {
    return Files.writeString(
        folder.resolve("job.conf"),
        """
        data { format = parquet, validation = 0.2 }
        model.layers = [
          { type = dense, units = 16, activation = elu }
          { type = dense, units = 3, activation = softmax }
        ]
        training {
          loss = sparse_categorical_crossentropy
          optimizer = adam
          learning-rate { schedule = constant, value = 0.01 }
          epochs = 2
        }
        averaging { workers = 2, every = 8 }
        """);
  }

  private String[] generate(String name) {
    return new String[] {
      "generate",
      "classification",
      "--rows",
      "2000",
      "--features",
      "8",
      "--classes",
      "3",
      "--output",
      folder.resolve(name).toString()
    };
  }

  private String[] train(Path job, String data, String output) {
    return new String[] {
      "train",
      job.toString(),
      "--set",
      "data.train=" + folder.resolve(data),
      "--set",
      "output.dir=" + folder.resolve(output)
    };
  }

  private static String[] on(StandaloneCluster cluster, String[] command) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--master", cluster.masterUrl(),
                "--executor-memory", "512m",
                "--total-executor-cores", "2"));
    ENCRYPTION.forEach((name, value) -> arguments.addAll(List.of("--conf", name + "=" + value)));
    arguments.addAll(List.of(command));
    return arguments.toArray(String[]::new);
  }

  private static void requireSuccess(Workplace.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static void requireSuccess(Launch.Outcome outcome) {
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private String log() throws Exception {
    return Files.readString(folder.resolve("tributary.log"));
  }

  private List<String> names(String data) throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve(data))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<Row> rows(String data) {
    return TestSpark.session().read().parquet(folder.resolve(data).toString()).collectAsList();
  }

  private byte[] weights(String output) throws Exception {
    return Files.readAllBytes(folder.resolve(output).resolve("model/weights.safetensors"));
  }
}
