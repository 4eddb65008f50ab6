package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.config;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.data.Loading.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows are held out for validation. */
class SplitTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.3, 0.9})
  void theShareIsAboutTheFractionAndNoRowIsLostOrDoubled(double fraction) throws IOException {
    int rows = 4000;
    String file = numbered("rows.csv", rows, row -> row % 4);
    LoadedData data = load(job(file) + ", validation = " + fraction, classes(4));
    List<Float> train = ids(data.train());
    List<Float> validation = ids(data.validation());
    // Five standard deviations of a binomial.
    double spread = 5 * Math.sqrt(rows * fraction * (1 - fraction));
    assertThat((double) validation.size()).isCloseTo(rows * fraction, within(spread));
    assertThat(train).isSorted();
    assertThat(validation).isSorted();
    List<Float> all = new ArrayList<>(train);
    all.addAll(validation);
    assertThat(new HashSet<>(all)).hasSize(rows).hasSameSizeAs(all);
  }

  @Test
  void rowsThatMoveAreCountedByTheirClassHoweverItIsWritten() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < 60; row++) {
      lines.add(row + "," + (row < 57 ? "0" : row == 57 ? "1" : "1.0"));
    }
    String file = write(folder, "rows.csv", lines.toArray(String[]::new));
    String job = "label = _c1, scaling = none, train = \"" + file + "\", validation = 0.02";
    LoadedData data = load(job, classes(2));
    // By their hashes alone, all rows of class 1 would be trained on.
    assertThat(ids(data.validation())).anyMatch(row -> row >= 57);
    assertThat(data.classCounts()).containsOnlyKeys("0", "1").containsEntry("1", 2L);
    assertThat(data.train().totalRows() + data.validation().totalRows()).isEqualTo(60);
  }

  @Test
  void theDrawFollowsTheSeedAndNotThePlaceOfTheData() throws IOException {
    String file = numbered("rows.csv", 500, row -> row % 2);
    Path elsewhere = Files.createDirectories(folder.resolve("a/b")).resolve("rows.csv");
    Files.copy(Path.of(file), elsewhere);
    List<Float> drawn = ids(load(job(file) + ", validation = 0.2", classes(2)).validation());
    assertThat(ids(load(job(file) + ", validation = 0.2", classes(2)).validation()))
        .isEqualTo(drawn);
    assertThat(ids(load(job(elsewhere.toString()) + ", validation = 0.2", classes(2)).validation()))
        .isEqualTo(drawn);
    LoadedData otherSeed =
        Loading.load(
            TestSpark.session(), config(job(file) + ", validation = 0.2"), classes(2), 2, 2);
    assertThat(ids(otherSeed.validation())).isNotEqualTo(drawn);
  }

  @Test
  void everyClassWithTwoRowsStandsOnBothSides() throws IOException {
    // Class 0 is frequent; 1 to 19 have two rows each, 20 has one.
    String file =
        numbered("rows.csv", 239, row -> row < 200 ? 0 : row == 238 ? 20 : 1 + (row - 200) / 2);
    for (double fraction : new double[] {0.02, 0.5, 0.95}) {
      LoadedData data = load(job(file) + ", validation = " + fraction, classes(21));
      Map<Float, Long> train = count(data.train());
      Map<Float, Long> validation = count(data.validation());
      for (int label = 0; label < 20; label++) {
        assertThat(train).as("fraction %s", fraction).containsKey((float) label);
        assertThat(validation).as("fraction %s", fraction).containsKey((float) label);
      }
      assertThat(data.train().totalRows() + data.validation().totalRows()).isEqualTo(239);
      assertThat(data.classCounts().get("7")).isEqualTo(1);
    }
  }

  @Test
  void theRowNearestToTheBorderIsMoved() {
    Tally tally = new Tally();
    tally.add(false, 30, "f", 0, 4);
    tally.add(false, 10, "f", 9, 2);
    tally.add(false, 20, "f", 0, 1);
    assertThat(tally.rowToMove()).hasValue(new Tally.RowKey(new SegmentKey("f", 9), 2));
    tally.add(true, 5, "f", 0, 0);
    assertThat(tally.rowToMove()).isEmpty();
    Tally heldOut = new Tally();
    heldOut.add(true, 1, "f", 0, 0);
    assertThat(heldOut.rowToMove()).isEmpty();
    heldOut.add(true, 2, "f", 0, 7);
    assertThat(heldOut.rowToMove()).hasValue(new Tally.RowKey(new SegmentKey("f", 0), 7));
  }

  @Test
  void scalingIsFittedOnTheTrainingRowsAlone() throws IOException {
    String file = numbered("rows.csv", 300, row -> row % 3);
    LoadedData data = load(job(file) + ", validation = 0.4, scaling = standard", classes(3));
    LoadedData raw = load(job(file) + ", validation = 0.4", classes(3));
    List<Float> train = ids(raw.train());
    double mean = train.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
    assertThat(data.encoding().shift().get(0)).isCloseTo(mean, within(1e-10));
  }

  @Test
  void aPathGivesTheValidationRowsEncodedAsTheTrainingRowsAre() throws IOException {
    String train = write(folder, "train.csv", "0,0", "4,1");
    String other = write(folder, "other.csv", "2,1", "x,1", "8,0");
    LoadedData data =
        load(
            "label = _c1, scaling = minmax, bad-rows = skip, train = \""
                + train
                + "\", validation = \""
                + other
                + "\"",
            classes(2));
    assertThat(canonical(data.validation(), classes(2)))
        .containsExactly(Loading.example(List.of(0.5f), 1), Loading.example(List.of(2f), 0));
    assertThat(data.train().totalRows()).isEqualTo(2);
    assertThat(data.skippedRows()).isEqualTo(Map.of("not a number", 1L));
  }

  @Test
  void aRegressionWhoseRowsAllGoToValidation() throws IOException {
    String file = write(folder, "rows.csv", "1,0.5", "2,1.5");
    assertThatThrownBy(
            () ->
                load(
                    "label = _c1, validation = 0.999999, train = \"" + file + "\"",
                    Loading.values(1)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("All 2 rows of " + file + " were drawn for validation");
  }

  @Test
  void aDrawOfNoRowsIsFine() throws IOException {
    String file = write(folder, "rows.csv", "1,0.5", "2,1.5");
    LoadedData data =
        load("label = _c1, validation = 1e-9, train = \"" + file + "\"", Loading.values(1));
    assertThat(data.validation().isEmpty()).isTrue();
    assertThat(data.train().totalRows()).isEqualTo(2);
  }

  private String numbered(String name, int rows, java.util.function.IntUnaryOperator label)
      throws IOException {
    return write(
        folder,
        name,
        IntStream.range(0, rows)
            .mapToObj(row -> row + "," + label.applyAsInt(row))
            .toArray(String[]::new));
  }

  private static String job(String file) {
    return "label = _c1, scaling = none, train = \"" + file + "\"";
  }

  private static List<Float> ids(ShardSet set) {
    return canonical(set, classes(21)).stream().map(row -> row.features().get(0)).toList();
  }

  private static Map<Float, Long> count(ShardSet set) {
    return canonical(set, classes(21)).stream()
        .map(Example::target)
        .collect(
            java.util.stream.Collectors.groupingBy(
                target -> target.get(0), java.util.stream.Collectors.counting()));
  }
}
