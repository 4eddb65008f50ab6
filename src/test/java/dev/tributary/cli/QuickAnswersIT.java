package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be answered without Spark doesn't start it; and classes come from the class data. */
class QuickAnswersIT {
  /** Loaded wherever a Spark starts, and nowhere else. */
  private static final String SPARK = "org.apache.spark.SparkEnv";

  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --version                                      | 0 | Spark 3.5.5
          train --help                                   | 0 | -h, --help
          describe job.conf                              | 0 | 2 numbers a row: x, y
          describe job.conf --set averaging.workers=auto | 0 | 2 numbers a row: x, y
          describe idx.conf                              | 0 | 6 numbers a row: image (6)
          train job.conf --set training.epoch=1          | 2 | is not a known key; did you mean epochs?
          train job.conf --set training.epochs=many      | 2 | found "many"; allowed is a whole number
          train jobs.conf                                | 2 | There is no job file jobs.conf
          train job.conf --set data.train=tran.csv       | 3 | There is no data at tran.csv
          train job.conf --set data.test=tets.csv        | 3 | There is no data at tets.csv
          train job.conf --set data.label=lable          | 3 | did you mean "label"?
          diagnose job.conf --set data.features=[z]      | 3 | There is no column "z"
          evaluate model --data test.csv                 | 2 | model
          """)
  void answersWithoutSpark(String command, int code, String phrase) throws Exception {
    writeIdx("digits-images-idx3-ubyte", 0x803, 2, 2, 3);
    writeIdx("digits-labels-idx1-ubyte", 0x801, 2);
    String job = Files.readString(place.path("job.conf"));
    place.write(
        "idx.conf",
        job,
        "data = null",
        "data { train = \"" + place.path("digits") + "\", features = [image] }");
    List<String> classes = new ArrayList<>();
    Launch.Outcome outcome = launch(classes, command.split(" "));

    assertThat(outcome.out() + outcome.err()).contains(phrase);
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(classes).isNotEmpty().noneMatch(line -> line.contains(" " + SPARK + " "));
  }

  @Test
  void takesClassesFromTheClassData() throws Exception {
    List<String> classes = new ArrayList<>();
    Launch.Outcome outcome = launch(classes, "train", "job.conf");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).isEmpty();
    // Also shows that the test above could fail.
    assertThat(classes)
        .anyMatch(line -> line.contains(" " + SPARK + " source: shared objects file"));
    long shared = classes.stream().filter(line -> line.contains("shared objects file")).count();
    assertThat(shared).isGreaterThan(classes.size() * 3L / 4);
  }

  /** A file whose header says how many bytes follow; all are 0. */
  private void writeIdx(String name, int magic, int... counts) throws IOException {
    try (DataOutputStream file = new DataOutputStream(Files.newOutputStream(place.path(name)))) {
      file.writeInt(magic);
      int bytes = 1;
      for (int count : counts) {
        file.writeInt(count);
        bytes *= count;
      }
      file.write(new byte[bytes]);
    }
  }

  /** Launches with a record of the classes that are loaded. */
  private Launch.Outcome launch(List<String> classes, String... arguments) throws Exception {
    Path log = folder.resolve("classes.txt");
    List<String> all =
        new ArrayList<>(
            List.of("--driver-java-options", "-Xlog:class+load:file=" + log + "::filecount=0"));
    all.addAll(Arrays.asList(arguments));
    Launch.Outcome outcome = Launch.run(folder, all.toArray(String[]::new));
    classes.addAll(Files.readAllLines(log));
    return outcome;
  }
}
