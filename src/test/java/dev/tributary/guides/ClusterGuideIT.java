package dev.tributary.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cluster.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide says of standalone clusters, word for word, on one. */
class ClusterGuideIT {
  private static final String MASTER = "spark://HOST:7077";

  @TempDir private Path folder;

  @Test
  void trainsOnAStandaloneCluster() throws Exception {
    for (String part : List.of("conf", "data-samples", "submit/examples")) {
      Workshop.copy(Path.of(part), folder.resolve(part));
    }
    Path launcher = folder.resolve("submit/tributary");
    Files.createSymbolicLink(launcher, Path.of("submit/tributary").toAbsolutePath());
    Files.writeString(folder.resolve("JOB.conf"), Workshop.JOB);
    List<String> blocks =
        Guide.read(Guide.SITE.resolve("clusters.md")).snippets().stream()
            .map(Snippet::text)
            .filter(text -> text.contains(MASTER) && text.contains("submit/tributary"))
            .toList();
    assertThat(blocks).hasSize(1);

    try (StandaloneCluster cluster = StandaloneCluster.start(2, 4)) {
      String commands = blocks.get(0).replace(MASTER, cluster.masterUrl());
      Path output = folder.resolve("output");
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-euc", commands)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("TRIBUTARY_LOG_DIR", folder.toString());
      Process process = builder.start();
      boolean ended = process.waitFor(4, TimeUnit.MINUTES);
      process.destroyForcibly();
      Files.delete(launcher);

      assertThat(ended).as(Files.readString(output)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
      assertThat(Files.readString(output)).containsSubsequence("Results", "Results");
      assertThat(folder.resolve("out/job/model/weights.safetensors")).exists();
    }
  }
}
