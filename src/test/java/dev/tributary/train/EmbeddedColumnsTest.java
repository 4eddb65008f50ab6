package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.data.CategoryEncoding;
import dev.tributary.data.CategoryStyle;
import dev.tributary.data.ColumnEncodings;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.UnknownSlot;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs whose categories have learned vectors. */
class EmbeddedColumnsTest {
  private static final String CITY =
      "{ columns = city, type = categorical, encoding = embedding, dimensions = 4 }";

  @Test
  void theNetworkStartsWithTheirLayer() {
    DataEncoding encoding =
        new DataEncoding(
            List.of(new DataEncoding.Column("x", 2), new DataEncoding.Column("city", 1)),
            List.of(),
            List.of(),
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            new ColumnEncodings(
                List.of(),
                List.of(
                    new CategoryEncoding(
                        "city",
                        CategoryStyle.EMBEDDING,
                        4,
                        List.of("Oslo", "Rome"),
                        UnknownSlot.USED)),
                List.of()));
    GradientEngine network =
        job("training.regularization { l2 = 0.1, layers = [embeddings] }")
            .over(encoding)
            .network()
            .build(Shape.of(encoding.width()));
    assertThat(network.parameters().slices().stream().map(Slice::name))
        .containsExactly("embeddings/city", "dense_1/kernel", "dense_1/bias");
    assertThat(network.parameters().slices().get(0).spec().shape()).isEqualTo(Shape.of(3, 4));
    assertThat(network.shapes().get(0)).isEqualTo(Shape.of(6));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data.target = features | data.features (test job line 1): can't have encoding = embedding where they are the targets too",
        "training.pretraining { epochs = 1 } | can't have encoding = embedding with training.pretraining",
        "model.layers = [{ type = dense, name = embeddings, units = 1 }] | has a layer named embeddings, as is the one that data.features puts first",
        "training.regularization { l2 = 0.1, layers = [embedding] } | did you mean embeddings?"
      })
  void saysWhatTheyDoNotGoWith(String setting, String complaint) {
    assertThatThrownBy(() -> job(setting))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining(complaint.strip());
  }

  private static TrainingJob job(String setting) {
    return JobFile.parse(
            "test job",
            "data { train = a, features = [x, "
                + CITY
                + "] }, model.layers = [{ type = dense, units = 1 }], training.loss = mse, output.dir = out\n"
                + setting,
            List.of())
        .read(TrainingJob::read);
  }
}
