package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cluster.Hdfs;
import dev.tributary.cluster.Yarn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** YARN in both modes, data and output on HDFS: the same weights as on one machine. */
class YarnIT {
  private static final Path JOB = Path.of("conf/digits.conf").toAbsolutePath();

  private static Hdfs hdfs;
  private static Yarn yarn;

  @TempDir private static Path configuration;
  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    hdfs = Hdfs.start();
    hdfs.put(Path.of("data-samples/digits/train.csv"), "/data/train.csv");
    hdfs.put(Path.of("data-samples/digits/test.csv"), "/data/test.csv");
    yarn = Yarn.start(hdfs, configuration);
    List<String> arguments = new ArrayList<>(List.of("train", JOB.toString()));
    arguments.addAll(overrides("/local"));
    Workplace.Outcome outcome = Workplace.run(arguments.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  @AfterAll
  static void stop() throws Exception {
    try (Hdfs storage = hdfs;
        Yarn nodes = yarn) {
      assertThat(storage).as("started with %s", nodes).isNotNull();
    }
  }

  @Test
  void trainsWithTheDriverHere() throws Exception {
    Launch.Outcome outcome = train("client", JOB.toString(), List.of());

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertThat(outcome.out()).contains("3/3 ", "Results");
    assertSameAsLocal("/client");
  }

  @Test
  void trainsWithTheDriverOnTheCluster() throws Exception {
    Launch.Outcome outcome =
        train("cluster", JOB.getFileName().toString(), List.of("--files", JOB.toString()));

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    assertSameAsLocal("/cluster");
  }

  private Launch.Outcome train(String mode, String job, List<String> options) throws Exception {
    String javaHome = System.getProperty("java.home");
    // Every node is this machine, so the jars need not be copied to them.
    String jars =
        "local:"
            + Files.readString(Path.of("target/spark.classpath")).strip().replace(":", ",local:");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--master", "yarn",
                "--deploy-mode", mode,
                "--num-executors", "1",
                "--executor-cores", "2",
                "--executor-memory", "512m",
                "--driver-memory", "512m",
                "--conf", "spark.yarn.jars=" + jars,
                "--conf", "spark.yarn.appMasterEnv.JAVA_HOME=" + javaHome,
                "--conf", "spark.executorEnv.JAVA_HOME=" + javaHome,
                "--conf", "spark.yarn.maxAppAttempts=1"));
    arguments.addAll(sameBlas());
    arguments.addAll(options);
    arguments.addAll(List.of("train", job));
    arguments.addAll(overrides("/" + mode));
    Map<String, String> environment =
        Map.of("HADOOP_CONF_DIR", yarn.configurationFolder().toString());
    return Launch.start(folder, environment, arguments.toArray(String[]::new)).finish();
  }

  /**
   * Containers don't inherit what this environment tells OpenBLAS, and so might round otherwise.
   */
  private static List<String> sameBlas() {
    List<String> options = new ArrayList<>();
    System.getenv()
        .forEach(
            (name, value) -> {
              if (name.startsWith("OPENBLAS_") && !name.equals("OPENBLAS_NUM_THREADS")) {
                options.addAll(List.of("--conf", "spark.executorEnv." + name + "=" + value));
              }
            });
    return options;
  }

  private static List<String> overrides(String output) {
    List<String> overrides = new ArrayList<>();
    for (String override :
        List.of(
            "data.train=\"" + hdfs.url() + "/data/train.csv\"",
            "data.test=\"" + hdfs.url() + "/data/test.csv\"",
            "training.epochs=3",
            "averaging.workers=2",
            "checkpoint={ every-epochs = 1 }",
            "output.dir=\"" + hdfs.url() + output + "\"")) {
      overrides.addAll(List.of("--set", override));
    }
    return overrides;
  }

  private static void assertSameAsLocal(String output) throws Exception {
    assertThat(hdfs.read(output + "/model/weights.safetensors"))
        .isEqualTo(hdfs.read("/local/model/weights.safetensors"));
  }
}
