package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.encode;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.values;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns that are more than numbers, against values computed by hand. */
class TableTest {
  @TempDir Path folder;

  @Test
  void oneHotHasASlotForEachCategoryInOrderAndAFirstForUnknownAndMissing() throws IOException {
    LoadedData data =
        table(
            "{ columns = city, type = categorical }",
            "city,label",
            "Rome,1",
            "Berlin,2",
            ",3",
            "Rome,4");
    assertThat(features(data))
        .containsExactly(
            List.of(0f, 0f, 1f), List.of(0f, 1f, 0f), List.of(1f, 0f, 0f), List.of(0f, 0f, 1f));
    assertThat(encoded(data, "city,label", "Rome,1", "Paris,1", ",1"))
        .containsExactly(List.of(0f, 0f, 1f), List.of(1f, 0f, 0f), List.of(1f, 0f, 0f));
    assertThat(data.featureCounts().missing()).containsExactly(new FeatureCounts.Count("city", 1));
  }

  @Test
  void aSlotThatNoTrainingRowTaughtIsSilent() throws IOException {
    LoadedData data =
        table("{ columns = city, type = categorical }", "city,label", "Rome,1", "Berlin,2");
    assertThat(encoded(data, "city,label", "Paris,1", "Rome,1"))
        .containsExactly(List.of(0f, 0f, 0f), List.of(0f, 0f, 1f));
  }

  @Test
  void rareCategoriesAreUnknown() throws IOException {
    LoadedData data =
        table(
            "{ columns = city, type = categorical, min-count = 2 }",
            "city,label",
            "Rome,1",
            "Berlin,2",
            "Rome,3");
    assertThat(features(data)).containsExactly(List.of(0f, 1f), List.of(1f, 0f), List.of(0f, 1f));
    assertThat(data.featureCounts().unknown()).containsExactly(new FeatureCounts.Count("city", 1));
  }

  @Test
  void numbersAreClippedThenImputedThenTakenToTheirLogarithm() throws IOException {
    LoadedData data =
        table(
            "{ columns = x, clip = [-2, 7], impute = mean, indicator = true, log = true, scaling = none }",
            "x,label",
            "100,1",
            ",2",
            "1,3",
            "-50,4");
    float filled = (float) Math.log1p((7 + 1 - 2) / 3.0);
    assertThat(features(data))
        .containsExactly(
            List.of((float) Math.log(8), 0f),
            List.of(filled, 1f),
            List.of((float) Math.log(2), 0f),
            List.of((float) -Math.log(3), 0f));
  }

  @Test
  void medianIsHalfWayBetweenTheMiddleValues() throws IOException {
    LoadedData data =
        table(
            "{ columns = x, impute = median, scaling = none }",
            "x,label",
            "10,1",
            "-1,1",
            "nan,1",
            "3,1",
            "4,1");
    assertThat(features(data).get(2)).containsExactly(3.5f);
  }

  @Test
  void imputedNumbersCountInTheScaling() throws IOException {
    LoadedData data = table("{ columns = x, impute = 10 }", "x,label", "0,1", ",1", "2,1", "8,1");
    // 0, 10, 2, 8: mean 5, variance 17
    assertThat(features(data))
        .containsExactly(
            List.of((float) (-5 / Math.sqrt(17))),
            List.of((float) (5 / Math.sqrt(17))),
            List.of((float) (-3 / Math.sqrt(17))),
            List.of((float) (3 / Math.sqrt(17))));
  }

  @Test
  void datesGiveSineAndCosineOfWhereTheyAreInACycle() throws IOException {
    LoadedData data =
        table(
            "{ columns = t, type = date, parts = [hour, day_of_week, month], indicator = true }",
            "t,label",
            "2024-04-03 06:00:00,1", // a Wednesday
            ",2",
            "2024-04-03T08:00:00+02:00,3");
    List<Float> wednesday =
        List.of(
            (float) Math.sin(Math.PI / 2),
            (float) Math.cos(Math.PI / 2),
            (float) Math.sin(4 * Math.PI / 7),
            (float) Math.cos(4 * Math.PI / 7),
            (float) Math.sin(Math.PI / 2),
            (float) Math.cos(Math.PI / 2),
            0f);
    assertThat(features(data))
        .containsExactly(wednesday, List.of(0f, 0f, 0f, 0f, 0f, 0f, 1f), wednesday);
  }

  @Test
  void clocksAreReadInTheZoneOfTheJobForMomentsOnly() throws IOException {
    LoadedData data =
        table(
            "{ columns = t, type = date, parts = hour, zone = \"Asia/Tokyo\" }",
            "t,label",
            "2024-04-03T09:00:00Z,1",
            "2024-04-03 18:00,2");
    List<Float> evening = List.of(-1f, (float) Math.cos(1.5 * Math.PI));
    assertThat(features(data)).containsExactly(evening, evening);
  }

  @Test
  void aFormatReadsTextsAndWrongDatesAreBadRows() throws IOException {
    String file =
        write(
            folder,
            "table.csv",
            "t,label",
            "3. Apr 2024,1",
            "31. Feb 2024,2",
            "2024-04-03,3",
            ",4");
    LoadedData data =
        load(
            "options.header = true, bad-rows = skip, train = \""
                + file
                + "\", features = [{ columns = t, type = date, parts = month, format = \"d. MMM yyyy\" }]",
            values(1));
    assertThat(features(data)).containsExactly(List.of(1f, (float) Math.cos(Math.PI / 2)));
    assertThat(data.skippedRows()).containsEntry("not a date", 2L).containsEntry("no value", 1L);
  }

  @Test
  void aColumnBelongsToTheEntryThatNamesIt() throws IOException {
    LoadedData data =
        table(
            "\"*\", { columns = city, type = categorical }",
            "city,x,label",
            "Rome,2,1",
            "Berlin,4,2");
    assertThat(data.encoding().features())
        .containsExactly(new DataEncoding.Column("city", 1), new DataEncoding.Column("x", 1));
    assertThat(features(data)).containsExactly(List.of(0f, 0f, 1f, -1f), List.of(0f, 1f, 0f, 1f));
  }

  @Test
  void saysWhatIsWrongWithTheColumns() throws IOException {
    assertThatThrownBy(
            () ->
                table(
                    "{ columns = city, type = categorical, max = 1 }",
                    "city,label",
                    "Rome,1",
                    "Berlin,2"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("column \"city\" holds 2 different categories, more than 1");
    assertThatThrownBy(
            () -> table("{ columns = t, type = date, parts = month }", "t,label", "yesterday,1"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("column \"t\": found \"yesterday\"; allowed is a date such as");
    assertThatThrownBy(() -> table("\"*\"", "city,label", "Rome,1"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("{ columns = [\"city\"], type = categorical }");
  }

  private LoadedData table(String features, String... rows) throws IOException {
    String file = write(folder, "table.csv", rows);
    return load(
        "options.header = true, train = \"" + file + "\", features = [" + features + "]",
        values(1));
  }

  private List<List<Float>> encoded(LoadedData data, String... rows) throws IOException {
    String file = write(folder, "others.csv", rows);
    EncodedData others =
        encode(
            new SourceConfig("csv", file, Map.of("header", "true"), BadRows.FAIL),
            data.encoding(),
            values(1),
            1);
    return canonical(others.shards(), values(1)).stream().map(Loading.Example::features).toList();
  }

  private static List<List<Float>> features(LoadedData data) {
    return canonical(data.train(), values(1)).stream().map(Loading.Example::features).toList();
  }
}
