package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.values;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import dev.tributary.data.Loading.Example;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels of every type, as classes and as numbers. */
class LabelsTest {
  @TempDir Path folder;

  @Test
  void textsAreClassesInSortedOrder() throws IOException {
    LoadedData data = load(csv("pear", "apple", "pear", "fig"), classes(3));
    assertThat(targets(data, classes(3))).containsExactly(2f, 0f, 2f, 1f);
    assertThat(data.encoding().classes()).containsExactly("apple", "fig", "pear");
    assertThat(data.classCounts()).hasToString("{apple=1, fig=1, pear=2}");
  }

  @Test
  void fewerTextsThanOutputsAreFineAndMoreAreNot() throws IOException {
    String job = csv("c", "a", "b", "a");
    assertThat(load(job, classes(5)).encoding().classes()).containsExactly("a", "b", "c");
    assertThatThrownBy(() -> load(job, classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("column \"label\" holds 3 different texts (a, b, c)")
        .hasMessageContaining("the model has 2 outputs. Set the units of the last layer to at");
  }

  @Test
  void wholeNumbersInATextColumnAreIndicesUnlessTheJobSaysText() throws IOException {
    String job = csv("10", "9", "10.0", "2");
    LoadedData indices = load(job, classes(11));
    assertThat(targets(indices, classes(11))).containsExactly(10f, 9f, 10f, 2f);
    assertThat(indices.encoding().classes()).isEmpty();
    assertThat(indices.classCounts()).hasToString("{2=1, 9=1, 10=2}");
    LoadedData texts = load(job + ", label-type = text", classes(11));
    assertThat(texts.encoding().classes()).containsExactly("10", "10.0", "2", "9");
    assertThat(targets(texts, classes(11))).containsExactly(0f, 3f, 1f, 2f);
  }

  @Test
  void aSingleWholeNumberMakesOtherTextsUnknown() throws IOException {
    String job = csv("cat", "1", "dog");
    assertThatThrownBy(() -> load(job, classes(3)))
        .hasMessageContaining("row 1, column \"label\": found \"cat\"")
        .hasMessageContaining("unknown label: 2");
    assertThat(load(job + ", label-type = text", classes(3)).encoding().classes())
        .containsExactly("1", "cat", "dog");
  }

  @Test
  void labelTypeIntegerTakesNoTexts() throws IOException {
    assertThatThrownBy(() -> load(csv("a", "b") + ", label-type = integer", classes(2)))
        .hasMessageContaining("found \"a\"; allowed is a class, a whole number from 0 to 1");
  }

  @Test
  void numericColumnsAsText() {
    String path = parquet(DataTypes.IntegerType, "label", 30, 4, 30);
    LoadedData data = load("label-type = text, train = \"" + path + "\"", classes(2));
    assertThat(data.encoding().classes()).containsExactly("30", "4");
    assertThat(targets(data, classes(2))).containsExactly(0f, 1f, 0f);
  }

  @Test
  void booleansAreClasses() {
    String path = parquet(DataTypes.BooleanType, "label", true, false);
    assertThat(targets(load("train = \"" + path + "\"", classes(2)), classes(2)))
        .containsExactly(1f, 0f);
  }

  @Test
  void twoTextsForASingleOutput() throws IOException {
    LoadedData data = load(csv("yes", "no", "yes"), values(1));
    assertThat(targets(data, values(1))).containsExactly(1f, 0f, 1f);
    assertThat(data.encoding().classes()).containsExactly("no", "yes");
    assertThat(data.classCounts()).hasToString("{no=1, yes=2}");
    assertThatThrownBy(() -> load(csv("yes", "no", "maybe"), values(1)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("holds 3 different texts (maybe, no, yes)")
        .hasMessageContaining("a model with one output tells exactly two apart");
    assertThatThrownBy(() -> load(csv("yes", "yes"), values(1)))
        .hasMessageContaining("holds 1 different text (yes)");
  }

  @Test
  void numbersToRegress() throws IOException {
    LoadedData data = load(csv("1.5", "-2", "3e2"), values(1));
    assertThat(targets(data, values(1))).containsExactly(1.5f, -2f, 300f);
    assertThat(data.classCounts()).isEmpty();
    assertThatThrownBy(() -> load(csv("1.5", "-2", "lots"), values(1)))
        .hasMessageContaining("row 3, column \"label\": found \"lots\"; allowed is a finite number")
        .hasMessageContaining("1 of 3 rows can't be used (not a number: 1)");
    assertThat(targets(load(csv("1.5", "-2", "lots") + ", bad-rows = skip", values(1)), values(1)))
        .containsExactly(1.5f, -2f);
  }

  @Test
  void severalColumnsOrOneArrayGiveSeveralNumbers() throws IOException {
    String file = write(folder, "hot.csv", "y1,x,y0", "1,5,0", "0,6,1");
    String options = "options.header = true, scaling = none, train = \"" + file + "\"";
    LoadedData data = load("label = [y0, \"y*\"], " + options, values(2));
    assertThat(data.encoding().labels())
        .extracting(DataEncoding.Column::name)
        .containsExactly("y0", "y1");
    assertThat(canonical(data.train(), values(2)))
        .containsExactly(Loading.example(List.of(5f), 0, 1), Loading.example(List.of(6f), 1, 0));
    String path =
        parquet(
            DataTypes.createArrayType(DataTypes.FloatType),
            "label",
            List.of(1f, 2f),
            List.of(3f, 4f));
    assertThat(canonical(load("train = \"" + path + "\"", values(2)).train(), values(2)))
        .extracting(Example::target)
        .containsExactly(List.of(1f, 2f), List.of(3f, 4f));
  }

  @Test
  void anotherCountOfNumbersThanOutputs() throws IOException {
    String job = csv("1", "2");
    assertThatThrownBy(() -> load(job, values(3)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("data.label gives 1 number a row (label), where the model has 3")
        .hasMessageContaining("change data.label or the units of the last layer");
    assertThatThrownBy(() -> load(job + ", label = [label, x], features = [z]", classes(3)))
        .hasMessageContaining("data.label gives 2 numbers a row (label, x), where the loss");
    assertThatThrownBy(() -> load(job + ", label-type = text", values(3)))
        .hasMessageContaining("the model has 3");
  }

  @Test
  void tooManyTextsForClasses() throws IOException {
    String file =
        write(
            folder,
            "many.csv",
            IntStream.rangeClosed(0, CensusPart.MOST_CLASSES)
                .mapToObj(i -> i + ",t" + i)
                .toArray(String[]::new));
    assertThatThrownBy(() -> load("label = _c1, train = \"" + file + "\"", classes(10)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("column \"_c1\" has more than 100000 different values")
        .hasMessageContaining("use a regression loss such as mse");
  }

  @Test
  void knownClassesKeepTheirIndicesInOtherData() throws IOException {
    LoadedData data = load(csv("pear", "apple", "fig"), classes(3));
    String file = write(folder, "test.csv", "x,z,label", "1,2,pear", "1,2,fig", "1,2,kiwi");
    SourceConfig test = new SourceConfig("csv", file, Map.of("header", "true"), BadRows.SKIP);
    EncodedData encoded = Loading.encode(test, data.encoding(), classes(3), 1);
    assertThat(canonical(encoded.shards(), classes(3)))
        .extracting(Example::target)
        .containsExactly(List.of(2f), List.of(1f));
    assertThat(encoded.skippedRows()).isEqualTo(Map.of("unknown label", 1L));
    SourceConfig strict = new SourceConfig("csv", file, Map.of("header", "true"), BadRows.FAIL);
    assertThatThrownBy(() -> Loading.encode(strict, data.encoding(), classes(3), 1))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(
            "row 3, column \"label\": found \"kiwi\"; allowed is one of apple, fig, pear");
  }

  private List<Float> targets(LoadedData data, TargetSpec targets) {
    return canonical(data.train(), targets).stream().map(row -> row.target().get(0)).toList();
  }

  private String csv(String... labels) throws IOException {
    String[] lines = new String[labels.length + 1];
    lines[0] = "x,z,label";
    for (int i = 0; i < labels.length; i++) {
      lines[i + 1] = i + ",0," + labels[i];
    }
    return "options.header = true, train = \"" + write(folder, "labels.csv", lines) + "\"";
  }

  private String parquet(org.apache.spark.sql.types.DataType type, String name, Object... values) {
    StructType schema = new StructType().add("x", DataTypes.DoubleType).add(name, type);
    String path = folder.resolve("rows-" + System.nanoTime()).toString();
    TestSpark.session()
        .createDataFrame(
            java.util.Arrays.stream(values).map(value -> RowFactory.create(1.0, value)).toList(),
            schema)
        .coalesce(1)
        .write()
        .parquet(path);
    return path;
  }
}
