package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

class DeepRegressorTest {
  private static final String[] MEASURED = {
    "age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"
  };

  /** The errors of a linear fit to these data are about 54; those of the mean about 77. */
  @Test
  void predictsHowDiabetesProgressesAndIsSaved(@TempDir Path folder) throws Exception {
    DeepRegressionModel model = regressor().setMaxIter(40).fit(patients("train.csv"));
    Dataset<Row> scored = model.transform(patients("test.csv"));

    RegressionEvaluator judge =
        new RegressionEvaluator().setLabelCol("target").setMetricName("rmse");
    assertThat(judge.evaluate(scored)).isBetween(40.0, 62.0);
    String path = folder.resolve("model").toString();
    model.save(path);
    DeepRegressionModel loaded = DeepRegressionModel.load(path);
    assertThat(loaded.transform(patients("test.csv")).collectAsList())
        .isEqualTo(scored.collectAsList());
    assertThat(model.summary().totalIterations()).isEqualTo(40);
  }

  @Test
  void aVectorAloneIsPredictedAsInARow() {
    Dataset<Row> points = Tables.points(60, 0);
    DeepRegressionModel model =
        new DeepRegressor()
            .setLayers("dense, units = 4, activation = elu")
            .setLabelCol("x")
            .setMaxIter(1)
            .setNumWorkers(1)
            .fit(points);
    for (Row row : model.transform(points).takeAsList(5)) {
      Vector features = row.getAs("features");
      assertThat(model.predict(features)).isCloseTo(row.<Double>getAs("prediction"), within(1e-5));
    }
    assertThat(model.copy(ParamMap.empty()).setPredictionCol("").transform(points).columns())
        .isEqualTo(points.columns());
    assertThatThrownBy(
            () ->
                new DeepRegressor()
                    .setConf("model.layers = [{ type = dense, units = 2 }], training.loss = mse")
                    .fit(points))
        .hasMessageContaining("DeepRegressor can't train with the loss mse and 2 outputs");
  }

  @Test
  void isTunedByTrainValidationSplit() {
    DeepRegressor regressor = regressor().setMaxIter(4);
    List<String[]> networks =
        List.of(
            new String[] {"dense, units = 8, activation = elu"},
            new String[] {"dense, units = 1, activation = relu", "dropout, rate = 0.9"});
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(regressor.layers(), JavaConverters.asScalaBufferConverter(networks).asScala())
            .build();
    TrainValidationSplitModel tuned =
        new TrainValidationSplit()
            .setEstimator(regressor)
            .setEvaluator(new RegressionEvaluator().setLabelCol("target"))
            .setEstimatorParamMaps(grid)
            .setParallelism(2)
            .fit(patients("train.csv"));
    assertThat(tuned.validationMetrics()[0]).isLessThan(tuned.validationMetrics()[1]);
    assertThat(((DeepRegressionModel) tuned.bestModel()).getLayers()).hasSize(1);
  }

  private static DeepRegressor regressor() {
    return new DeepRegressor()
        .setInputCols(MEASURED)
        .setLabelCol("target")
        .setLayers("dense, units = 16, activation = elu", "dense, units = 8, activation = elu")
        .setOptimizer("adam")
        .setStepSize(0.02)
        .setNumWorkers(2)
        .setAveragingInterval(4);
  }

  private static Dataset<Row> patients(String file) {
    Dataset<Row> texts =
        TestSpark.session().read().option("header", "true").csv("data-samples/diabetes/" + file);
    return texts.select(
        Arrays.stream(texts.columns())
            .map(name -> functions.col(name).cast("double").as(name))
            .toArray(Column[]::new));
  }
}
