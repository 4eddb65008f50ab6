package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tributary.config.JobFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JobTextTest {
  static Stream<Path> jobs() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("conf"))) {
      return files
          .filter(file -> file.toString().endsWith(".conf"))
          // It asks the environment where its data are.
          .filter(file -> !file.endsWith("mnist.conf"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void isTheSameJob(Path job) {
    JobFile file = JobFile.load(job, List.of("training.epochs=7"));
    assertThat(ConfigFactory.parseString(JobText.of(file)).root().unwrapped())
        .isEqualTo(file.config().root().unwrapped());
  }

  @Test
  void keepsTheOrderOfTheFileAndTheShapeOfALayer() {
    JobFile file =
        JobFile.parse(
            "job",
            """
            model.layers = [
              # the key below is a comment's
              { type = dense, units = 8, activation = elu }
            ]
            data { train = "b.csv" }
            averaging { every = 16, workers = auto }
            """,
            List.of("training.seed=3"));
    assertThat(JobText.of(file))
        .isEqualTo(
            """
            model {
              layers = [
                { type = dense, activation = elu, units = 8 }
              ]
            }
            data { train = "b.csv" }
            averaging { every = 16, workers = auto }
            training { seed = 3 }
            """);
  }

  @Test
  void withholdsSecrets() {
    JobFile file =
        JobFile.parse(
            "job",
            """
            data.options { password = "p4ss", "fs.s3a.secret.key" = "s3cret", nested { token = ["t0ken"] } }
            # password = "c0mment"
            list = [{ credential = "cr3d" }]
            secrets { a = "one", b = "tw0", c = "thr33", d = "f0ur", e = [{ f = "f1ve" }] }
            """,
            List.of());
    assertThat(JobText.of(file))
        .contains("(withheld)", "password")
        .doesNotContain("p4ss", "s3cret", "t0ken", "cr3d", "c0mment", "tw0", "f1ve");
  }
}
