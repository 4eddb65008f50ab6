package dev.tributary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The two jars: what each carries, and that they work side by side and one without the other. */
class ArtifactsIT {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path JAR = TARGET.resolve("tributary.jar");
  private static final Path DL4J_JAR = TARGET.resolve("tributary-dl4j.jar");

  @Test
  void nativeJobsCarryNothingOfDeeplearning4j() throws Exception {
    assertThat(entries(JAR))
        .contains("dev/tributary/interop/archive/ArchiveReader.class")
        .noneMatch(name -> name.matches("org/(nd4j|deeplearning4j|datavec)/.*"))
        .noneMatch(name -> name.startsWith("dev/tributary/interop/dl4j/"))
        .noneMatch(name -> name.startsWith("META-INF/services/dev.tributary.interop."));
    assertThat(Files.size(JAR)).isLessThan(60L << 20);
    assertThat(Files.readString(TARGET.resolve("spark.classpath")))
        .doesNotContain("nd4j", "deeplearning4j");
  }

  @Test
  void theSecondJarHasTheRestAndNothingTwice() throws Exception {
    Set<String> second = entries(DL4J_JAR);
    assertThat(second)
        .contains(
            "org/nd4j/linalg/factory/Nd4j.class",
            "org/deeplearning4j/util/ModelSerializer.class",
            "org/deeplearning4j/spark/api/TrainingMaster.class")
        .anyMatch(name -> name.matches("org/nd4j/.*/libnd4jcpu\\.(so|dylib)"))
        .noneMatch(name -> name.matches("(org/apache/spark/sql|scala|com/esotericsoftware)/.*"));
    second.retainAll(entries(JAR));
    assertThat(second).containsExactly("META-INF/MANIFEST.MF");
  }

  /** With what the launcher puts on the class path, and no more. */
  @Test
  void deeplearning4jRunsFromTheTwoJars() throws Exception {
    String spark = Files.readString(TARGET.resolve("spark.classpath")).strip();
    assertThat(java(JAR + ":" + DL4J_JAR + ":" + spark)).endsWith("loss 1.09861\n");
    assertThat(java(JAR + ":" + spark)).contains("NoClassDefFoundError: org/deeplearning4j");
  }

  private static String java(String classPath) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("submit/java17.options").toAbsolutePath());
    command.addAll(List.of("-Xmx512m", "-cp", classPath + ":" + TARGET.resolve("test-classes")));
    command.add(OneStep.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output;
  }

  private static Set<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> !name.endsWith("/"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
