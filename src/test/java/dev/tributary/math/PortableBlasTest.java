package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.math.Blas.Transpose;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A machine that no bundled library fits, played by a JVM of its own that takes itself for one. */
class PortableBlasTest {
  /** What the other JVM runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      float[] product = new float[1];
      float[] row = {1f, 2f, 3f};
      for (int i = 0; i < 2; i++) {
        Blas.fastest()
            .multiply(Transpose.NO, Transpose.NO, 1, 1, 3, row, 0, row, 0, 0f, product, 0);
      }
      Blas.fastest().useThreads(2);
      System.out.println(Blas.fastest().description() + ": " + product[0]);
    }
  }

  @Test
  void warnsOnceAndGoesOnWithThePortableOne() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.platform=plan9-mips",
                "-Dorg.apache.logging.log4j.level=WARN",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains("portable Java BLAS: 14.0");
    assertThat(output).containsOnlyOnce("WARN").containsOnlyOnce("No native BLAS for");
    assertThat(output).contains(System.getProperty("os.name")).contains("several times slower");
  }
}
