package dev.tributary.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputDirectoryTest {
  @TempDir Path disk;

  private final Configuration faulty = FaultyFileSystem.configuration();

  @ParameterizedTest
  @ValueSource(strings = {"file", "faulty"})
  void replacesAFileAndLeavesNothingElse(String scheme) throws IOException {
    OutputDirectory output = open(scheme);
    output.writeFile("summary.json", "first".getBytes(UTF_8));
    output.writeFile("summary.json", "second".getBytes(UTF_8));

    assertThat(files()).containsExactly("out", "out/summary.json");
    assertThat(disk.resolve("out/summary.json")).hasContent("second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "faulty"})
  void replacesADirectoryAsAWhole(String scheme) throws IOException {
    OutputDirectory output = open(scheme);
    output.replaceDirectory(
        "model",
        staging -> {
          staging.write("a", out -> out.write('1'));
          staging.write("b", out -> out.write('1'));
        });
    output.replaceDirectory("model", staging -> staging.write("b", out -> out.write('2')));

    assertThat(files()).containsExactly("out", "out/model", "out/model/b");
    assertThat(disk.resolve("out/model/b")).hasContent("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file", "faulty"})
  void keepsTheFormerDirectoryWhenItsSuccessorFailsHalfway(String scheme) throws IOException {
    OutputDirectory output = open(scheme);
    output.replaceDirectory("model", staging -> staging.write("a", out -> out.write('1')));

    assertThatThrownBy(
            () ->
                output.replaceDirectory(
                    "model",
                    staging ->
                        staging.write(
                            "a",
                            out -> {
                              out.write('2');
                              throw new IOException("No space left on device");
                            })))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("out/model: the disk is full");
    assertThatThrownBy(
            () ->
                output.replaceDirectory(
                    "model",
                    staging -> {
                      staging.write("a", out -> out.write('2'));
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(files()).containsExactly("out", "out/model", "out/model/a");
    assertThat(disk.resolve("out/model/a")).hasContent("1");
  }

  @Test
  void keepsTheFormerDirectoryWhenTheNewOneCannotTakeItsPlace() throws IOException {
    open("faulty").replaceDirectory("model", staging -> staging.write("a", out -> out.write('1')));
    faulty.set("faulty.rename", ".tmp");
    OutputDirectory output = open("faulty");

    assertThatThrownBy(
            () ->
                output.replaceDirectory("model", staging -> staging.write("a", o -> o.write('2'))))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("to model failed");

    assertThat(files()).containsExactly("out", "out/model", "out/model/a");
    assertThat(disk.resolve("out/model/a")).hasContent("1");
  }

  @Test
  void keepsTheFormerFileWhenItsSuccessorFails() throws IOException {
    open("faulty").writeFile("summary.json", "first".getBytes(UTF_8));
    faulty.set("faulty.create", ".summary.json-");
    OutputDirectory output = open("faulty");

    assertThatThrownBy(() -> output.writeFile("summary.json", "second".getBytes(UTF_8)))
        .isInstanceOf(StorageException.class)
        .hasMessageMatching(
            "Can't write faulty:.*/out/summary.json: IOException: the cable is out");

    assertThat(files()).containsExactly("out", "out/summary.json");
    assertThat(disk.resolve("out/summary.json")).hasContent("first");
  }

  @Test
  void doesNotMistakeADirectoryForTheFileToWrite() throws IOException {
    Files.createDirectories(disk.resolve("out/summary.json"));

    assertThatThrownBy(() -> open("file").writeFile("summary.json", new byte[1]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("summary.json: it is a directory. Choose another place");
    assertThat(files()).containsExactly("out", "out/summary.json");
  }

  @Test
  void writesNothingWhereItsGuardForbidsIt() throws IOException {
    OutputDirectory output = open("file");
    OutputDirectory inner = output.directory("checkpoints");
    output.onlyWhile(
        () -> {
          throw new OutputGoneException("unmounted");
        });

    assertThatThrownBy(() -> output.writeFile("summary.json", new byte[1]))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("out/summary.json: the output directory isn't what it was");
    assertThatThrownBy(() -> output.directory("other")).isInstanceOf(StorageException.class);
    assertThatThrownBy(() -> inner.writeFile("a", new byte[1]))
        .isInstanceOf(StorageException.class);
    assertThat(files()).containsExactly("out", "out/checkpoints");
  }

  @Test
  void setsAsideADirectoryThatItDidNotWrite() throws IOException {
    Files.createDirectories(disk.resolve("out/model"));
    Files.writeString(disk.resolve("out/model/thesis.tex"), "years of work");

    open("file").replaceDirectory("model", staging -> staging.write("a", out -> out.write('1')));

    assertThat(files()).hasSize(5).contains("out/model/a");
    Path kept;
    try (Stream<Path> found = Files.list(disk.resolve("out"))) {
      kept = found.filter(path -> !path.endsWith("model")).findFirst().orElseThrow();
    }
    assertThat(kept.getFileName().toString()).matches("model\\.before-[0-9a-f]{16}");
    assertThat(kept.resolve("thesis.tex")).hasContent("years of work");
  }

  @Test
  void removesWhatCrashedRunsLeftAndNothingElse() throws IOException {
    Files.createDirectories(disk.resolve("out/.model-0123456789abcdef.tmp"));
    Files.createDirectories(disk.resolve("out/.model-mine"));
    Files.createDirectories(disk.resolve("out/model"));
    Files.createDirectories(disk.resolve("out/.model-00112233445566ff.old"));

    open("file").replaceDirectory("model", staging -> staging.write("a", out -> out.write('1')));

    assertThat(files()).containsExactly("out", "out/.model-mine", "out/model", "out/model/a");
  }

  @Test
  void putsBackWhatACrashLeftBetweenTwoRenames() throws IOException {
    Files.createDirectories(disk.resolve("out/.model-00112233445566ff.old"));
    Files.writeString(disk.resolve("out/.model-00112233445566ff.old/a"), "former");

    assertThatThrownBy(
            () ->
                open("file")
                    .replaceDirectory(
                        "model",
                        staging -> {
                          throw new IOException("no");
                        }))
        .isInstanceOf(StorageException.class);

    assertThat(files()).containsExactly("out", "out/model", "out/model/a");
  }

  @ParameterizedTest
  @CsvSource({"denied,permission denied. Choose a place", "full,the disk is full"})
  void tellsAtOnceThatItCannotWrite(String reason, String message) {
    faulty.set("faulty.create", "/out/");
    faulty.set("faulty.reason", reason);

    assertThatThrownBy(() -> open("faulty"))
        .isInstanceOf(StorageException.class)
        .hasMessageStartingWith("Can't write to the directory faulty:" + disk + "/out: " + message);
  }

  @Test
  void tellsThatAFileIsInTheWay() throws IOException {
    Files.writeString(disk.resolve("out"), "a file");

    assertThatThrownBy(() -> open("file"))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(disk + "/out: it, or a directory above it, is a file");
    assertThat(disk.resolve("out")).hasContent("a file");
  }

  @Test
  void tellsThatASchemeIsUnknown() {
    assertThatThrownBy(
            () ->
                OutputDirectory.open(
                    new org.apache.hadoop.fs.Path("nosuch://host/out"), new Configuration(false)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("nosuch://host/out: no file system is known for its scheme");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../summary.json", "a/b", ".hidden", "", "a:b"})
  void writesNowhereElse(String name) {
    OutputDirectory output = open("file");
    assertThatThrownBy(() -> output.writeFile(name, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Invalid name of an output");
  }

  private OutputDirectory open(String scheme) {
    return OutputDirectory.open(
        new org.apache.hadoop.fs.Path(scheme + "://" + disk + "/out"), faulty);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> found = Files.walk(disk)) {
      return found
          .filter(path -> !path.equals(disk))
          .map(path -> disk.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
