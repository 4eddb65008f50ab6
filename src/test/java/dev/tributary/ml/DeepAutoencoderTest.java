package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepAutoencoderTest {
  private static Dataset<Row> digits;
  private static DeepAutoencoderModel model;

  @BeforeAll
  static void fit() {
    digits = Tables.digits("train-100.csv").coalesce(1);
    model =
        new DeepAutoencoder()
            .setInputCols(Tables.pixels())
            .setScaling("16")
            .setLayers(
                "dense, units = 24, activation = elu, name = wide",
                "dense, units = 6, activation = elu, name = narrow",
                "dense, units = 24, activation = elu")
            .setOptimizer("adam")
            .setStepSize(0.01)
            .setMaxIter(25)
            .setBatchSize(5)
            .setNumWorkers(1)
            .fit(digits);
  }

  @Test
  void givesTheCodeOfItsNarrowestLayer() {
    Dataset<Row> coded = model.transform(digits);
    assertThat(coded.columns()).hasSize(digits.columns().length + 1).endsWith("code");
    assertThat(model.codeSize()).isEqualTo(6);
    assertThat(coded.first().<Vector>getAs("code").size()).isEqualTo(6);
    for (Row row : coded.collectAsList()) {
      for (double value : row.<Vector>getAs("code").toArray()) {
        assertThat(value).as("behind elu").isGreaterThan(-1);
      }
    }
    DeepAutoencoderModel wider = model.copy(ParamMap.empty()).setCodeLayer("wide");
    assertThat(wider.transform(digits).first().<Vector>getAs("code").size()).isEqualTo(24);
    assertThatThrownBy(() -> model.copy(ParamMap.empty()).setCodeLayer("narow").transform(digits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("did you mean narrow?");
  }

  @Test
  void givesTheReconstructionAndItsError() {
    DeepAutoencoderModel whole =
        model
            .copy(ParamMap.empty())
            .setReconstructionCol("back")
            .setReconstructionErrorCol("error");
    double mean = 0;
    for (Row row : whole.transform(digits).collectAsList()) {
      double[] back = row.<Vector>getAs("back").toArray();
      double squared = 0;
      for (int i = 0; i < 64; i++) {
        squared += Math.pow((row.getInt(i) - back[i]) / 16, 2) / 64;
      }
      assertThat(row.<Double>getAs("error")).isCloseTo(squared, within(1e-6));
      mean += squared / 100;
    }
    // What is left where each pixel is always guessed as its mean is 0.074.
    assertThat(mean).isLessThan(0.04);
    assertThat(
            whole
                .copy(ParamMap.empty())
                .setOutputCol("")
                .setReconstructionCol("")
                .transform(digits)
                .columns())
        .endsWith("label", "error");
  }

  @Test
  void savedAndLoadedItIsTheSame(@TempDir Path folder) throws Exception {
    String path = folder.resolve("model").toString();
    model.save(path);
    DeepAutoencoderModel loaded = DeepAutoencoderModel.load(path);
    assertThat(loaded.transform(digits).collectAsList())
        .isEqualTo(model.transform(digits).collectAsList());
    List<Row> rows = model.transform(digits).collectAsList();
    double[] pixels = new double[64];
    for (int i = 0; i < 64; i++) {
      pixels[i] = rows.get(0).getInt(i);
    }
    assertThat(loaded.code(org.apache.spark.ml.linalg.Vectors.dense(pixels)).toArray())
        .containsExactly(rows.get(0).<Vector>getAs("code").toArray(), within(1e-5));
  }
}
