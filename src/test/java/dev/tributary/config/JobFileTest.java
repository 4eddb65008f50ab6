package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Job files as users write them, override them and get them wrong. */
class JobFileTest {
  @TempDir Path folder;

  @Test
  void readsTheValuesOfAFile() throws IOException {
    JobFile job = JobFile.load(write("training { epochs = 3 }"), List.of());
    assertThat(job.<Integer>read(root -> root.section("training").integer("epochs", Range.any())))
        .isEqualTo(3);
  }

  @Test
  void includesWhatLiesBesideABareName() throws IOException {
    Path base = Files.createTempFile(Path.of(""), "base", ".conf");
    Path job = Files.createTempFile(Path.of(""), "job", ".conf");
    try {
      Files.writeString(base, "epochs = 3");
      Files.writeString(job, "include \"%s\"".formatted(base));

      assertThat(JobFile.load(job, List.of()).config().getInt("epochs")).isEqualTo(3);
    } finally {
      Files.delete(base);
      Files.delete(job);
    }
  }

  @Test
  void namesEveryProblemWithKeyPlaceAndWhatIsAllowed() throws IOException {
    Path file =
        write(
            """
            course {
              epochs = -1
              bach-size = 128
              loss = mse2
            }
            """);
    assertThatThrownBy(() -> JobFile.load(file, List.of()).read(JobFileTest::readCourse))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            """
            %s has 4 problems:
              course.epochs (job.conf line 2): found -1; allowed is a whole number, at least 1
              course.batch-size (job.conf line 1): is missing; it must be a whole number, at \
            least 1
              course.loss (job.conf line 4): found "mse2"; allowed is one of mae, mse; did you \
            mean mse?
              course.bach-size (job.conf line 3): is not a known key; did you mean batch-size?"""
                .formatted(file));
  }

  @Test
  void saysOneProblemInTheSingular() {
    assertThatThrownBy(
            () -> JobFile.parse("the job", "a = 1", List.of()).read(root -> root.string("b", "")))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "the job has a problem:\n  a (the job line 1): is not a known key; known here: b");
  }

  @Test
  void keepsTheProblemsApart() {
    assertThatThrownBy(
            () ->
                JobFile.parse("j", "a = x", List.of()).read(root -> root.number("a", Range.any())))
        .isInstanceOfSatisfying(
            InvalidJobException.class,
            invalid ->
                assertThat(invalid.problems())
                    .containsExactly(
                        new Problem(
                            "a", "j line 1", "found \"x\"; allowed is a number, a finite number")));
  }

  @Test
  void saysThatAFileIsMissing() {
    Path missing = folder.resolve("none.conf");
    assertThatThrownBy(() -> JobFile.load(missing, List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "There is no job file %s. Give the path of a HOCON file, for example conf/digits.conf.",
            missing);
    assertThatThrownBy(() -> JobFile.load(folder, List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("There is no job file " + folder);
  }

  @Test
  void saysWhereAFileIsNotHocon() throws IOException {
    Path file = write("training {\n  epochs = 3\n  loss = ]\n}\n");
    assertThatThrownBy(() -> JobFile.load(file, List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("The job file " + file + " can't be read as HOCON: ")
        .hasMessageContaining("job.conf: 3:");
    assertThatThrownBy(() -> JobFile.parse("the job", "a = {\n", List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("the job can't be read as HOCON: the job: 2:");
  }

  @Test
  void readsUmlautsAsUtf8() throws IOException {
    JobFile job = JobFile.load(write("label = \"größe\""), List.of());
    assertThat(job.<String>read(root -> root.string("label"))).isEqualTo("größe");
  }

  @Test
  void substitutesEnvironmentVariables() {
    Map.Entry<String, String> variable =
        System.getenv().entrySet().stream()
            .filter(entry -> entry.getKey().matches("[A-Z_]+") && !entry.getValue().isBlank())
            .findFirst()
            .orElseThrow();
    String text = "path = ${?%s}\nname = default\nname = ${?NO_SUCH_VARIABLE_1}";
    JobFile job = JobFile.parse("job", text.formatted(variable.getKey()), List.of());
    assertThat(job.<String>read(root -> root.string("path") + root.string("name")))
        .isEqualTo(variable.getValue() + "default");
  }

  @Test
  void saysThatAValueCameFromTheEnvironment() {
    // PATH is no number anywhere.
    assertThatThrownBy(
            () ->
                JobFile.parse("job", "rate = ${?PATH}", List.of())
                    .read(root -> root.number("rate", Range.any())))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("rate (an environment variable): found \"");
  }

  @Test
  void saysWhichSubstitutionIsUnknown() throws IOException {
    Path file = write("a = 1\nb = ${NO_SUCH_VARIABLE_1}\n");
    assertThatThrownBy(() -> JobFile.load(file, List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageStartingWith("The job " + file + " has an unknown substitution: ")
        .hasMessageContaining("job.conf: 2:")
        .hasMessageContaining("${NO_SUCH_VARIABLE_1}")
        .hasMessageContaining("environment variable");
    assertThatThrownBy(() -> JobFile.parse("the job", "b = ${NO_SUCH_VARIABLE_1}", List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("${NO_SUCH_VARIABLE_1}");
    assertThatThrownBy(
            () -> JobFile.parse("the job", "", List.of("output.dir=${NO_SUCH_VARIABLE_1}/out")))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("${NO_SUCH_VARIABLE_1}");
    assertThatThrownBy(() -> JobFile.parse("the job", "a = ${b}\nb = ${a}", List.of()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("cycle");
  }

  @Test
  void overridesWithTypedValues() {
    JobFile job =
        JobFile.parse(
            "job",
            "training { epochs = 3, loss = mse, optimizer { type = nesterov, momentum = 0.9 } }",
            List.of(
                "training.epochs=5",
                "training.optimizer.momentum = 0.5",
                "data.features=[a, b]",
                "data.options={ header = true }",
                "data.label=\"a = b\"",
                "output.dir=${training.loss}/out",
                "training.epochs=7"));
    assertThat(job.config().getInt("training.epochs")).as("the later one wins").isEqualTo(7);
    assertThat(job.config().getString("training.loss")).isEqualTo("mse");
    assertThat(job.config().getString("training.optimizer.type")).isEqualTo("nesterov");
    assertThat(job.config().getDouble("training.optimizer.momentum")).isEqualTo(0.5);
    assertThat(job.config().getStringList("data.features")).containsExactly("a", "b");
    assertThat(job.config().getBoolean("data.options.header")).isTrue();
    assertThat(job.config().getString("data.label")).isEqualTo("a = b");
    assertThat(job.config().getString("output.dir")).isEqualTo("mse/out");
  }

  /** {@code --set} names the whole value: what stood there before leaves nothing behind. */
  @Test
  void overridesObjectsAsAWhole() {
    JobFile job =
        JobFile.parse(
            "job",
            "optimizer { type = nesterov, momentum = 0.9 }",
            List.of(
                "optimizer.momentum=0.8", "optimizer={ type = sgd, name = ${run} }", "run=first"));
    assertThat(job.config().getConfig("optimizer").root().unwrapped())
        .isEqualTo(Map.of("type", "sgd", "name", "first"));
    JobFile later =
        JobFile.parse("job", "a { b = 1, c = 2 }", List.of("a={ d = 4 }", "a.e=5", "a.d=null"));
    assertThat(later.config().getConfig("a").root().unwrapped().keySet())
        .containsExactlyInAnyOrder("d", "e");
    assertThat(later.config().getIsNull("a.d")).isTrue();
  }

  @Test
  void overridesKeysOfObjectsThatAreSubstituted() {
    JobFile job =
        JobFile.parse(
            "job",
            "base { epochs = 3, loss = mse }\ntraining = ${base}\ntraining = ${base} { seed = 1 }",
            List.of("training.epochs=5", "base.loss=mae"));
    assertThat(job.config().getConfig("training").root().unwrapped())
        .isEqualTo(Map.of("epochs", 5, "loss", "mae", "seed", 1));
  }

  @Test
  void overridesReachWhatIsSubstitutedFromThem() {
    JobFile job =
        JobFile.parse(
            "job",
            "run = first\noutput.dir = out/${run}\ntest = ${?NO_SUCH_VARIABLE_1}",
            List.of("run=second", "test=here", "test=${?NO_SUCH_VARIABLE_1}"));
    assertThat(job.config().getString("output.dir")).isEqualTo("out/second");
    assertThat(job.config().getString("test")).isEqualTo("here");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "out/digits",
        "hdfs://host:9000/data/train.csv",
        "s3a://bucket/key",
        "a//b",
        "out#1",
        "5#1",
        "a, b",
        "1, training.seed = 3",
        "[a], training.seed = 3",
        "x=y",
        "data/*.csv",
        "what?",
        "C:\\data",
        "two words",
        "{ not closed",
        "007",
        ""
      })
  void overridesWithTextsAsTheyStand(String text) {
    JobFile job = JobFile.parse("job", "output.dir = out", List.of("output.dir=" + text));
    assertThat(job.config().getString("output.dir")).isEqualTo(text);
    assertThat(job.config().entrySet()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "epochs", "=5", " =5", "a..b=5", "a+=5", "a{b=5"})
  void refusesOverridesThatAreNotKeyAndValue(String override) {
    assertThatThrownBy(() -> JobFile.parse("job", "a = 1", List.of(override)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "Invalid --set %s (must be key=value, for example training.epochs=5).", override);
  }

  @Test
  void saysThatAProblemCameFromAnOverride() {
    JobFile job =
        JobFile.parse(
            "job", "course { batch-size = 4, loss = mse, epochs = 2 }", List.of("course.epochs=0"));
    assertThatThrownBy(() -> job.read(JobFileTest::readCourse))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageEndingWith(
            "  course.epochs (--set course.epochs=0): found 0; allowed is a whole number, at"
                + " least 1");
  }

  private static Integer readCourse(Section root) {
    Section course = root.section("course");
    int epochs = course.integer("epochs", Range.atLeast(1));
    int batchSize = course.integer("batch-size", Range.atLeast(1));
    course.choice("loss", new TreeMap<>(Map.of("mse", 1, "mae", 2)));
    return epochs * batchSize;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("job.conf"), text);
  }
}
