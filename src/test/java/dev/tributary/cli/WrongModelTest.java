package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit code 2: models that are none, and nothing written. */
class WrongModelTest {
  @TempDir private static Path folder;
  private static Workplace trained;

  @TempDir private Path copies;
  private Path model;
  private Path weights;
  private Path description;

  @BeforeAll
  static void train() throws Exception {
    trained = new Workplace(folder);
    trained.classesJob();
    trained.train("training.epochs=1");
  }

  @BeforeEach
  void copy() throws Exception {
    model = Files.createDirectories(copies.resolve("out/model"));
    try (Stream<Path> files = Files.list(trained.output().resolve("model"))) {
      for (Path file : files.toList()) {
        Files.copy(file, model.resolve(file.getFileName()));
      }
    }
    weights = model.resolve("weights.safetensors");
    description = model.resolve("model.json");
    refusedBy(0, model);
  }

  @Test
  void refusesAMissingFolder() throws Exception {
    refuses(copies.resolve("nowhere"), "There is no model in " + copies + "/nowhere");
  }

  @Test
  void pointsFromTheOutputToTheModel() throws Exception {
    refuses(copies.resolve("out"), "it has no model.json. Did you mean " + copies + "/out/model?");
  }

  @Test
  void refusesWhatCannotBeAPath() throws Exception {
    assertThat(Workplace.run("evaluate", "", "--data", "x").err())
        .contains("Invalid MODEL: found \"\"; allowed is a path");
  }

  @Test
  void refusesAModelWithoutWeights() throws Exception {
    Files.delete(weights);
    refuses(model, "it has no weights.safetensors");
  }

  @Test
  void refusesTruncatedWeights() throws Exception {
    byte[] bytes = Files.readAllBytes(weights);
    for (int length : new int[] {0, 5, 100, bytes.length - 1}) {
      Files.write(weights, Arrays.copyOf(bytes, length));
      refuses(model, "weights.safetensors isn't a sound safetensors file");
    }
  }

  @Test
  void refusesWeightsThatAnnounceMoreThanThereIs() throws Exception {
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer.wrap(bytes).putLong(0, -1);
    Files.write(weights, bytes);
    refuses(model, "weights.safetensors isn't a sound safetensors file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          (?s)^.*$                          | nonsense        | can't be read as JSON
          (?s)^.*$                          | {}              | doesn't describe a Tributary model
          (?s)^(.{300}).*$                  | $1              | can't be read as JSON
          "version" : 1                     | "version" : 99  | is of version 99 of the model format
          "units" : 8                       | "units" : 9     | its layer needs it with the shape [2, 9]
          "type" : "dense"                  | "type" : "dens" | dens
          "x"                               | "x", "extra"    | model.json
          "input-shape" : \\[ 2 \\]         | "input-shape" : [ 3 ] | shape
          """)
  void refusesADamagedDescription(String from, String to, String phrase) throws Exception {
    String text = Files.readString(description);
    String damaged = text.replaceFirst(from, to);
    assertThat(damaged).isNotEqualTo(text);
    Files.writeString(description, damaged);
    refuses(model, phrase);
  }

  private void refuses(Path path, String phrase) throws Exception {
    for (Outcome outcome : refusedBy(2, path)) {
      assertThat(outcome.err()).contains(phrase).doesNotContain("Exception", "\tat ");
    }
  }

  private Outcome[] refusedBy(int code, Path path) throws Exception {
    Path predictions = copies.resolve("predictions");
    String test = trained.path("test.csv").toString();
    Outcome evaluated = Workplace.run("evaluate", path.toString(), "--data", test);
    Outcome predicted =
        code == 0
            ? evaluated
            : Workplace.run(
                "predict", path.toString(), "--input", test, "--output", predictions.toString());
    assertThat(evaluated.code()).as(evaluated.err()).isEqualTo(code);
    assertThat(predicted.code()).as(predicted.err()).isEqualTo(code);
    assertThat(copies.toFile().list()).containsExactly("out");
    return new Outcome[] {evaluated, predicted};
  }
}
