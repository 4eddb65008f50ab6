package dev.tributary.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
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
      Map<String, String> settings =
          Map.of("spark.executor.resource.gpu.amount", "2", "spark.task.resource.gpu.amount", "1");
      Path log = folder.resolve("job.log");
      assertThat(ClusterJob.start(DevicesJob.class, cluster, log, settings).finish())
          .contains("devices [3, 7]")
          .contains("shared at a time false")
          .contains("at the driver -1");
    }
  }
}
