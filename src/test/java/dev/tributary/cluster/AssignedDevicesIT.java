package dev.tributary.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark hands out devices that a discovery script reports, and each task takes its own. The devices
 * are pretended: no CUDA is needed, and none is tested.
 */
class AssignedDevicesIT {
  @TempDir private Path folder;

  @Test
  void eachTaskTakesTheDeviceThatSparkAssignedToIt() throws Exception {
    Path script = folder.resolve("pretended-gpus.sh");
    Files.writeString(
        script, "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"3\", \"7\"]}'\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> workers =
        Map.of(
            "spark.worker.resource.gpu.amount",
            "2",
            "spark.worker.resource.gpu.discoveryScript",
            script.toString());
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 2, workers)) {
      assertThat(run(cluster))
          .contains("devices [3, 7]")
          .contains("shared at a time false")
          .contains("at the driver -1");
    }
  }

  private String run(StandaloneCluster cluster) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("submit/java17.options").toAbsolutePath());
    Map<String, String> settings =
        Map.of(
            "spark.master",
            cluster.masterUrl(),
            "spark.app.name",
            "devices",
            "spark.executor.memory",
            "512m",
            "spark.executor.extraClassPath",
            classPath,
            "spark.executor.resource.gpu.amount",
            "2",
            "spark.task.resource.gpu.amount",
            "1",
            "spark.ui.enabled",
            "false");
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", classPath, DevicesJob.class.getName()));
    File log = folder.resolve("job.log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process job = builder.redirectOutput(log).start();
    boolean ended = job.waitFor(120, TimeUnit.SECONDS);
    job.destroyForcibly();
    String output = Files.readString(log.toPath(), StandardCharsets.UTF_8);
    assertThat(ended && job.exitValue() == 0).as(output).isTrue();
    return output;
  }
}
