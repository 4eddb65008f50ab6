package dev.tributary.data;

import static dev.tributary.data.Loading.config;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import dev.tributary.techniques.Proves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data whose targets are its own features. */
class FeatureTargetsTest {
  @TempDir private static Path folder;

  @Proves("training/data.target = features")
  @Test
  void needsNoLabels() throws IOException {
    String train = write(folder, "bare.csv", "a,b", "0,10", "4,30", "2,20");
    LoadedData data = load(job(train) + ", scaling = minmax, validation = 0.3", features(2));
    assertThat(data.encoding().labels()).isEmpty();
    assertThat(data.encoding().targets(TargetKind.VALUES)).isEqualTo(TargetKind.FEATURES);
    assertThat(data.classCounts()).isEmpty();
    assertThat(data.train().totalRows() + data.validation().totalRows()).isEqualTo(3);

    Minibatch batch = new Minibatch(4, 2, TargetKind.FEATURES, 0);
    Shard shard = data.train().rdd().collect().get(data.train().partitions().get(0));
    shard.fill(batch, new int[0], 0, shard.rows());
    assertThat(batch.values).isSameAs(batch.features);
    assertThat(batch.features[1]).isBetween(0f, 1f);
    assertThat(batch.weights).isEmpty();
  }

  @Test
  void leavesLabelsOutOfPatternsUnlessNamed() throws IOException {
    String train = write(folder, "labeled.csv", "a,label,b", "1,x,2", "2,y,3");
    assertThat(load(job(train), features(2)).encoding().features())
        .extracting(DataEncoding.Column::name)
        .containsExactly("a", "b");
    String numbers = write(folder, "numbers.csv", "a,label,b", "1,7,2", "2,8,3");
    assertThat(
            load(job(numbers) + ", features = [\"*\", label]", features(3)).encoding().features())
        .extracting(DataEncoding.Column::name)
        .containsExactly("a", "label", "b");
    assertThat(load(job(numbers) + ", label = \"?\"", features(1)).encoding().features())
        .extracting(DataEncoding.Column::name)
        .containsExactly("label");
  }

  @Test
  void weighsRowsToo() throws IOException {
    String train = write(folder, "weighted.csv", "a,w", "1,2", "2,5");
    LoadedData data = load(job(train) + ", weight = w", features(1));
    assertThat(data.train().rdd().collect().stream().mapToDouble(Shard::weightSum).sum())
        .isEqualTo(7);
  }

  @Test
  void outputsAreAsManyAsFeatures() throws IOException {
    String train = write(folder, "three.csv", "a,b,c", "1,2,3");
    for (boolean whole : List.of(true, false)) {
      assertThatThrownBy(
              () -> {
                if (whole) {
                  load(job(train), features(2));
                } else {
                  Loading.columns(config(job(train)), features(2));
                }
              })
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("The network has 2 outputs, but the data has 3 features")
          .hasMessageContaining("(a, b, c)")
          .hasMessageContaining("set the units of the last layer to 3");
    }
  }

  @Test
  void encodesOtherRowsWithoutLabels() throws IOException {
    String train = write(folder, "train.csv", "a,b,label", "1,2,0", "3,4,1");
    String test = write(folder, "test.csv", "b,a", "5,6");
    DataConfig config = config(job(train));
    LoadedData data = load(job(train), features(2));
    EncodedData encoded = Loading.encode(config.source(test), data.encoding(), features(2), 1);
    assertThat(encoded.shards().totalRows()).isOne();
  }

  private static TargetSpec features(int units) {
    return new TargetSpec(TargetKind.FEATURES, units);
  }

  private static String job(String train) {
    return "target = features, options { header = true }, train = \"" + train + "\"";
  }
}
