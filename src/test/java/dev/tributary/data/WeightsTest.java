package dev.tributary.data;

import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.config;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.values;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.Minibatch;
import dev.tributary.techniques.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much training rows count: by a column, by their class, or by both. */
class WeightsTest {
  private static final String HEADER = "x,w,label";
  @TempDir private static Path folder;

  @Proves("regularization/data.weight")
  @Test
  void aColumnWeighsRowsAndIsNoFeature() throws IOException {
    LoadedData data = load(job(rows("w.csv", "1,0.5,0", "2,3,1", "3,0,0")), classes(2));
    assertThat(data.encoding().features()).containsExactly(new DataEncoding.Column("x", 1));
    assertThat(weights(data.train(), classes(2))).isEqualTo(Map.of(1f, 0.5f, 2f, 3f, 3f, 0f));
  }

  @Test
  void withoutWeightsBatchesHaveNone() throws IOException {
    String train = rows("none.csv", "1,0.5,0", "2,3,1");
    LoadedData data = load(job(train).replace("weight = w", ""), classes(2));
    Minibatch batch = new Minibatch(2, 2, classes(2).kind(), 2);
    batch.weigh();
    data.train().rdd().collect().get(0).fill(batch, new int[0], 0, 1);
    assertThat(batch.weights).isEmpty();
  }

  @Test
  void theSameShardsWhateverTheWeights() throws IOException {
    String one = rows("one.csv", numbered(40, 1));
    String two = rows("two.csv", numbered(40, 2));
    String other = job(one).replace("one.csv", "two.csv");
    assertThat(two).isNotEqualTo(one);
    assertThat(Loading.canonical(load(job(one), classes(2)).train(), classes(2)))
        .isEqualTo(Loading.canonical(load(other, classes(2)).train(), classes(2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1 | found -1; allowed is a weight, a finite number of at least 0 | negative weight: 1",
        "NaN | column \"w\": found NaN; allowed is a weight | not finite: 1",
        "heavy | column \"w\": found \"heavy\"; allowed is a weight | not a number: 1",
        "'' | column \"w\": found no value; allowed is a weight | no value: 1"
      })
  void aBadWeightMakesABadRow(String weight, String complaint, String count) throws IOException {
    String train = rows("bad.csv", "1,1,0", "2," + weight + ",1", "3,2,1");
    assertThatThrownBy(() -> load(job(train), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("row 2")
        .hasMessageContaining(complaint)
        .hasMessageContaining(count);
    LoadedData skipped = load(job(train) + ", bad-rows = skip", classes(2));
    assertThat(weights(skipped.train(), classes(2))).isEqualTo(Map.of(1f, 1f, 3f, 2f));
    assertThat(skipped.skippedRows()).hasSize(1).containsValue(1L);
  }

  @Test
  void otherDataNeedsNoWeights() throws IOException {
    String test = write(folder, "test.csv", "x,label", "5,1");
    DataConfig config =
        config(job(rows("t.csv", "1,1,0", "2,2,1")) + ", validation = \"" + test + "\"");
    LoadedData data = Loading.load(TestSpark.session(), config, classes(2), 1, 1);
    assertThat(data.validation().totalRows()).isOne();
    assertThat(
            Loading.encode(config.source(test), data.encoding(), classes(2), 1)
                .shards()
                .totalRows())
        .isOne();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weight = v | has no column \"v\", which data.weight needs. Its columns are x, w, label.",
        "weight = label | stands both in data.label and in data.weight. A weight is neither",
        "weight = w, features = [x, w] | stands both in data.weight and in data.features"
      })
  void theColumnIsThereAndHasNoOtherPart(String wrong, String complaint) throws IOException {
    String job = job(rows("roles.csv", "1,1,0", "2,2,1")).replace("weight = w", wrong);
    assertThatThrownBy(() -> load(job, classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(complaint);
    assertThatThrownBy(() -> Loading.columns(config(job), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(complaint);
  }

  @Proves("regularization/class-weights")
  @Test
  void balancedClassesWeighTheSameInAll() throws IOException {
    // n = 5, K = 2: 5 / (2·4) and 5 / (2·1); class 2 of the three outputs has no rows.
    String train = rows("b.csv", "1,1,0", "2,1,0", "3,1,0", "4,1,0", "5,1,1");
    String job = job(train).replace("weight = w", "features = [x]");
    Map<Float, Float> weights = weights(job, "balanced", classes(3));
    assertThat(weights).isEqualTo(Map.of(1f, .625f, 2f, .625f, 3f, .625f, 4f, .625f, 5f, 2.5f));
  }

  @Test
  void balancesNumbersThatStandForClasses() throws IOException {
    String binary = rows("yes.csv", "1,1,1", "2,1,1", "3,1,1", "4,1,0");
    String job = job(binary).replace("weight = w", "features = [x]");
    assertThat(weights(job, "balanced", values(1)))
        .isEqualTo(Map.of(1f, 4 / 6f, 2f, 4 / 6f, 3f, 4 / 6f, 4f, 2f));
    String oneHot = write(folder, "hot.csv", "x,cat,dog,eel", "1,1,0,0", "2,0,1,0", "3,0,0.9,0.1");
    String hot = data(oneHot) + ", label = [cat, dog, eel]";
    assertThat(weights(hot, "balanced", values(3))).isEqualTo(Map.of(1f, 1.5f, 2f, .75f, 3f, .75f));
    assertThat(weights(hot, "{ dog = 3 }", values(3))).isEqualTo(Map.of(1f, 1f, 2f, 3f, 3f, 3f));
  }

  @Test
  void namesOfClassesAndIndicesBothDo() throws IOException {
    String train = write(folder, "names.csv", "x,label", "1,dog", "2,cat", "3,eel");
    for (String given : List.of("{ dog = 3, cat = 0.5 }", "{ 1 = 3, 0 = 0.5 }")) {
      assertThat(weights(data(train), given, classes(3)))
          .isEqualTo(Map.of(1f, 3f, 2f, 0.5f, 3f, 1f));
    }
    String two = write(folder, "two-names.csv", "x,label", "1,yes", "2,no");
    assertThat(weights(data(two), "{ yes = 4 }", values(1))).isEqualTo(Map.of(1f, 4f, 2f, 1f));
    assertThat(weights(data(two), "balanced", values(1))).isEqualTo(Map.of(1f, 1f, 2f, 1f));
  }

  @Test
  void weightsOfRowsAndClassesAreMultiplied() throws IOException {
    String train = rows("both.csv", "1,0.5,0", "2,3,1", "3,2,0");
    assertThat(weights(job(train), "{ 0 = 10 }", classes(2)))
        .isEqualTo(Map.of(1f, 5f, 2f, 3f, 3f, 20f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ dogs = 2 } | names the class dogs, which isn't there; did you mean dog?",
        "{ 3 = 2 } | The classes are cat, dog, eel, or by index 0 to 2.",
        "{ dog = 2, 1 = 3 } | has two weights for the class dog"
      })
  void aClassThatIsNotThereIsRefused(String given, String complaint) throws IOException {
    String train = write(folder, "wrong.csv", "x,label", "1,dog", "2,cat", "3,eel");
    assertThatThrownBy(() -> weights(data(train), given, classes(3)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("training.class-weights")
        .hasMessageContaining(complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"balance", "5", "{ 0 = -1 }", "{ 0 = x }", "{ 0 = NaN }", "{ 0 = 1e39 }", "[1, 2]"})
  void weightsAreNumbersOfAtLeastZero(String given) {
    assertThatThrownBy(() -> weighting(given))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("training.class-weights");
  }

  @Test
  void weightsThatAreAllZeroTeachNothing() throws IOException {
    String zero = rows("zero.csv", "1,0,0", "2,0,1");
    assertThatThrownBy(() -> load(job(zero), classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The weights of all 2 training rows")
        .hasMessageContaining("are 0");
    // Each class has some weight, but no row has both.
    String split = rows("split.csv", "1,0,0", "2,1,1");
    assertThatThrownBy(() -> weights(job(split), "{ 1 = 0 }", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("training.class-weights");
  }

  private static ClassWeights weighting(String given) {
    return JobFile.parse("test", "training { class-weights = " + given + " }", List.of())
        .read(root -> ClassWeights.read(root.section("training")));
  }

  /** The weight of each training row, by its feature. */
  private static Map<Float, Float> weights(String data, String classWeights, TargetSpec targets) {
    DataConfig config = config(data).with(weighting(classWeights));
    return weights(Loading.load(TestSpark.session(), config, targets, 2, 1).train(), targets);
  }

  private static Map<Float, Float> weights(ShardSet set, TargetSpec targets) {
    Map<Float, Float> weights = new HashMap<>();
    for (Shard shard : set.rdd().collect()) {
      Minibatch batch = new Minibatch(shard.rows(), 1, targets.kind(), targets.units());
      shard.fill(batch, new int[0], 0, shard.rows());
      assertThat(batch.weights).hasSize(shard.rows());
      for (int row = 0; row < shard.rows(); row++) {
        weights.put(batch.features[row], batch.weights[row]);
      }
      double sum = 0;
      for (float weight : batch.weights) {
        sum += weight;
      }
      assertThat(shard.weightSum()).isCloseTo(sum, within(1e-6));
    }
    return weights;
  }

  private static String[] numbered(int rows, int weight) {
    String[] lines = new String[rows];
    for (int i = 0; i < rows; i++) {
      lines[i] = i + "," + weight * (i + 1) + "," + i % 2;
    }
    return lines;
  }

  private static String rows(String name, String... rows) throws IOException {
    return write(folder, name, HEADER + "\n" + String.join("\n", rows));
  }

  private static String job(String train) {
    return data(train) + ", weight = w";
  }

  private static String data(String train) {
    return "train = \"" + train + "\", scaling = none, options { header = true }";
  }
}
