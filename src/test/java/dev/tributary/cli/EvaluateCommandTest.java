package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateCommandTest {
  @TempDir private static Path folder;
  private static Workplace place;
  private static String trained;
  private static String model;

  @BeforeAll
  static void train() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
    // Few enough steps that some rows are taken for another class.
    trained = place.train("training.epochs=1", "training.learning-rate.value=0.01").out();
    model = place.output() + "/model";
  }

  @Test
  void repeatsTheTestResultOfTheTraining() {
    String test = place.path("test.csv").toString();
    Outcome outcome = Workplace.run("evaluate", model, "--data", test);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    // Where lines break depends on the length of the name.
    assertThat(onOneLine(outcome.out().replace(test, "test")))
        .contains(onOneLine(between(trained, "Classes of", "Results")));
    assertThat(lastFigures(outcome.out(), test)).isEqualTo(lastFigures(trained, "test"));
  }

  @Test
  void readsDataThatIsWrittenOtherwise() throws Exception {
    Path other =
        place.write(
            "other.txt",
            String.join("\n", Workplace.classes(20, 1))
                .replace(',', ';')
                .replaceFirst("^.*\n", ""));
    Outcome outcome =
        Workplace.run(
            "evaluate",
            model,
            "--data",
            other.toString(),
            "--option",
            "header=false",
            "--option",
            "sep=;");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err()).contains("has no column \"x\"", "Its columns are _c0, _c1, _c2.");
  }

  @Test
  void skipsBadRowsIfToldTo() throws Exception {
    String bad = place.write("bad.csv", "x,y,label", "4,0,0", "4,,0", "x,0,0").toString();

    Outcome refused = Workplace.run("evaluate", model, "--data", bad);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err())
        .contains("bad.csv, row 2, column \"y\": found no value", "2 of 3 rows can't be used");

    Outcome skipped = Workplace.run("evaluate", model, "--data", bad, "--bad-rows", "skip");
    assertThat(skipped.code()).as(skipped.err()).isZero();
    assertThat(skipped.out())
        .contains("Warning: 1 row skipped: no value", "Warning: 1 row skipped: not a number");
  }

  private static String onOneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String between(String text, String from, String to) {
    return text.substring(text.indexOf(from), text.indexOf(to));
  }

  private static String lastFigures(String text, String part) {
    return text.lines()
        .filter(line -> line.strip().startsWith(part + " "))
        .reduce((first, last) -> last)
        .orElseThrow()
        .strip()
        .substring(part.length())
        .replaceAll("\\s+", " ");
  }
}
