package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeepClassifierTest {
  private static Dataset<Row> points;
  private static Dataset<Row> others;
  private static DeepClassificationModel model;

  @BeforeAll
  static void fit() {
    points = Tables.points(150, 0);
    others = Tables.points(60, 1);
    model = Tables.small().fit(points);
  }

  @Test
  void rowsInBatchesAndRowsAloneAreScoredAlike() {
    Dataset<Row> scored = model.transform(others);

    assertThat(scored.columns())
        .endsWith("rawPrediction", "probability", "prediction")
        .startsWith(others.columns());
    assertThat(scored.filter("prediction = label").count()).isGreaterThan(57);
    for (Row row : scored.collectAsList()) {
      Vector features = row.getAs("features");
      Vector raw = row.getAs("rawPrediction");
      Vector probability = row.getAs("probability");
      double[] each = raw.toArray();
      double sum = Math.exp(each[0]) + Math.exp(each[1]) + Math.exp(each[2]);
      assertThat(each[0] + each[1] + each[2]).isCloseTo(0, within(1e-9));
      assertThat(probability.toArray())
          .containsExactly(
              new double[] {
                Math.exp(each[0]) / sum, Math.exp(each[1]) / sum, Math.exp(each[2]) / sum
              },
              within(1e-6));
      assertThat(model.predictRaw(features).toArray()).containsExactly(each, within(1e-5));
      assertThat(model.predictProbability(features).toArray())
          .containsExactly(probability.toArray(), within(1e-6));
      assertThat(model.predict(features)).isEqualTo(row.<Double>getAs("prediction"));
    }
  }

  @Test
  void savedAndLoadedItIsTheSame(@TempDir Path folder) throws Exception {
    String path = folder.resolve("model").toString();
    model.copy(ParamMap.empty()).setThresholds(new double[] {0.2, 0.5, 0.3}).save(path);
    DeepClassificationModel loaded = DeepClassificationModel.load(path);

    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.getThresholds()).containsExactly(0.2, 0.5, 0.3);
    loaded.clear(loaded.thresholds());
    assertThat(loaded.transform(others).collectAsList())
        .isEqualTo(model.transform(others).collectAsList());
    assertThat(loaded.explainParams()).isEqualTo(model.explainParams());
    assertThat(loaded.hasSummary()).isFalse();
    assertThatThrownBy(loaded::summary)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("No training summary available");
    assertThatThrownBy(() -> model.save(path)).hasMessageContaining("already exists");
  }

  /** Spark's own rule is called for each row; one class's threshold is 0. */
  @Test
  void thresholdsDecideAsInSpark() {
    for (double[] thresholds :
        List.of(
            new double[] {0.9, 0.05, 0.05}, new double[] {0.5, 0, 0.5}, new double[] {1, 1, 1})) {
      DeepClassificationModel strict = model.copy(ParamMap.empty()).setThresholds(thresholds);
      for (Row row : strict.transform(others).collectAsList()) {
        Vector probability = row.getAs("probability");
        assertThat(row.<Double>getAs("prediction"))
            .isEqualTo(strict.probability2prediction(probability));
      }
    }
    DeepClassificationModel wrong = model.copy(ParamMap.empty());
    wrong.set(wrong.thresholds(), new double[] {0.5, 0.5});
    assertThatThrownBy(() -> wrong.transform(others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 thresholds for 3 classes");
    assertThatThrownBy(() -> Tables.small().setThresholds(new double[] {1, 1}).fit(points))
        .hasMessageContaining("2 thresholds for 3 classes");
  }

  @Test
  void sparseVectorsArraysAndPlainColumnsGiveTheSameModel() {
    List<Row> expected = scores(model, others);
    UDF1<Vector, Vector> sparse = vector -> vector.toSparse();
    Dataset<Row> shaped =
        points
            .withColumn(
                "sparse",
                functions.udf(sparse, SQLDataTypes.VectorType()).apply(points.col("features")))
            .withColumn("array", functions.expr("array(x, y)"))
            .withColumn("twin", functions.col("x"));
    for (String column : List.of("sparse", "array")) {
      DeepClassificationModel own = Tables.small().setFeaturesCol(column).fit(shaped);
      assertThat(scores(own.setFeaturesCol("features"), others)).isEqualTo(expected);
    }
    DeepClassificationModel own = Tables.small().setInputCols("x", "y").fit(shaped);
    assertThat(scores(own, others)).isEqualTo(expected);
    own.clear(own.inputCols());
    assertThat(scores(own, others)).isEqualTo(expected);
    assertThat(scores(model, others.drop("x", "y"))).isEqualTo(expected);
  }

  @Test
  void floatArraysAreReadToo() {
    Dataset<Row> floats =
        points.withColumn("f", functions.expr("cast(array(x, y) as array<float>)"));
    DeepClassificationModel own = Tables.small().setFeaturesCol("f").fit(floats);
    assertThat(own.transform(floats).filter("prediction = label").count()).isGreaterThan(140);
  }

  @Test
  void columnsWithoutANameAreLeftOut() {
    DeepClassificationModel bare =
        model
            .copy(ParamMap.empty())
            .setRawPredictionCol("")
            .setPredictionCol("")
            .setProbabilityCol("p");
    assertThat(bare.transform(others).columns()).hasSize(others.columns().length + 1).endsWith("p");
    assertThatThrownBy(() -> model.transform(model.transform(others)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Column rawPrediction already exists");
  }

  @Test
  void whatIsNotedOfColumnsStays() {
    Metadata note = new MetadataBuilder().putString("unit", "cm").build();
    Metadata classes =
        NominalAttribute.defaultAttr()
            .withName("label")
            .withValues(new String[] {"red", "green", "blue"})
            .toMetadata();
    Dataset<Row> noted =
        points
            .withColumn("x", functions.col("x").as("x", note))
            .withColumn("label", functions.col("label").as("label", classes));
    DeepClassificationModel own = Tables.small().fit(noted);
    Dataset<Row> scored = own.transform(noted);

    assertThat(scored.schema().apply("x").metadata()).isEqualTo(note);
    assertThat(scored.schema()).isEqualTo(own.transformSchema(noted.schema()));
    Dataset<Row> named =
        new IndexToString().setInputCol("prediction").setOutputCol("color").transform(scored);
    assertThat(named.filter("label = 2 and prediction = 2 and color = 'blue'").count())
        .isGreaterThan(40);
    assertThat(own.getLabels()).containsExactly("red", "green", "blue");
  }

  /** More classes than the rows at hand show. */
  @Test
  void classesComeFromTheLabelsMetadata() {
    Metadata five = NominalAttribute.defaultAttr().withNumValues(5).toMetadata();
    Dataset<Row> noted = points.withColumn("label", functions.col("label").as("label", five));
    assertThat(Tables.small().fit(noted).numClasses()).isEqualTo(5);
    assertThat(model.numClasses()).isEqualTo(3);
    assertThat(model.numFeatures()).isEqualTo(2);
  }

  @Test
  void twoClassesMayHaveASingleOutput() {
    Dataset<Row> two = points.filter("label < 2");
    DeepClassificationModel single = Tables.small().setLoss("binary_crossentropy").fit(two);
    assertThat(single.numClasses()).isEqualTo(2);
    for (Row row : single.transform(two).collectAsList()) {
      double[] raw = row.<Vector>getAs("rawPrediction").toArray();
      double[] probability = row.<Vector>getAs("probability").toArray();
      assertThat(raw[0]).isEqualTo(-raw[1]);
      assertThat(probability[1]).isCloseTo(1 / (1 + Math.exp(raw[0] - raw[1])), within(1e-6));
      assertThat(probability[0] + probability[1]).isEqualTo(1);
      assertThat(row.<Double>getAs("prediction")).isEqualTo(raw[1] > 0 ? 1 : 0);
    }
    assertThatThrownBy(() -> Tables.small().setLoss("binary_crossentropy").fit(points))
        .hasMessageContaining("3 classes, where a network with one output tells two apart");
  }

  @Test
  void rowsThatCannotBeUsedAreRefusedLeftOutOrLeftEmpty() {
    Vector broken = Vectors.dense(Double.NaN, 1);
    Dataset<Row> spoilt =
        others.withColumn(
            "features",
            functions
                .when(
                    functions.col("id").equalTo(7),
                    functions
                        .udf((UDF1<Vector, Vector>) any -> broken, SQLDataTypes.VectorType())
                        .apply(functions.col("features")))
                .when(functions.col("id").equalTo(9), functions.lit(null))
                .otherwise(functions.col("features")));

    assertThatThrownBy(() -> model.transform(spoilt).collectAsList())
        .hasMessageContaining("row 8")
        .hasMessageContaining("handleInvalid");
    assertThat(with("skip").transform(spoilt).count()).isEqualTo(58);
    Dataset<Row> kept = with("keep").transform(spoilt);
    assertThat(kept.count()).isEqualTo(60);
    assertThat(
            kept.filter("prediction is null")
                .select("id")
                .as(org.apache.spark.sql.Encoders.INT())
                .collectAsList())
        .containsExactly(7, 9);

    assertThatThrownBy(() -> Tables.small().fit(spoilt))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of 60 rows can't be used");
    assertThat(Tables.small().setHandleInvalid("skip").fit(spoilt).numClasses()).isEqualTo(3);
  }

  @Test
  void anIndicatorColumnTellsWhatEpochsAreJudgedBy() {
    DeepClassificationModel stopped =
        Tables.small()
            .setValidationIndicatorCol("held")
            .setMaxIter(200)
            .setPatience(2)
            .setTol(0.01)
            .fit(points);
    TrainingSummary summary = stopped.summary();

    assertThat(summary.stoppedEarly()).isTrue();
    assertThat(summary.totalIterations()).isLessThan(200);
    assertThat(summary.bestIteration()).isEqualTo(summary.totalIterations() - 2);
    assertThat(summary.validationHistory("accuracy")).hasSize(summary.totalIterations());
    assertThat(summary.epochs().get(0).examples()).isEqualTo(120);
    assertThat(summary.examplesPerSecond()).isPositive();
    double[] losses = summary.validationHistory("loss");
    assertThat(summary.validationMetrics().get("loss"))
        .isEqualTo(losses[summary.bestIteration() - 1]);
    Dataset<Row> held = stopped.transform(points.filter("held"));
    assertThat((double) held.filter("prediction = label").count() / held.count())
        .isEqualTo(summary.validationMetrics().get("accuracy"));
  }

  @Test
  void rowsOfNoWeightTeachNothing() {
    Dataset<Row> marked =
        points
            .withColumn("weight", functions.expr("if(id < 75, 1, 0)"))
            .withColumn("label", functions.expr("if(id < 75, label, 0)"));
    DeepClassificationModel own = Tables.small().setWeightCol("weight").setMaxIter(8).fit(marked);
    assertThat(own.transform(others).filter("prediction = label").count()).isGreaterThan(55);
  }

  @Test
  void wrongParamsAreToldWithTheirNames() {
    assertThatThrownBy(() -> new DeepClassifier().fit(points))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("There is no network to train. Set the param layers");
    assertThatThrownBy(
            () -> Tables.small().setOptimizer("adm").setClipping("{ type = valu }").fit(points))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("has 2 problems")
        .hasMessageContaining("training.optimizer (param optimizer): found \"adm\"")
        .hasMessageContaining("did you mean adam?")
        .hasMessageContaining("training.clipping.type (param clipping)");
    assertThatThrownBy(() -> Tables.small().setLayers("dense, unit = 8").fit(points))
        .hasMessageContaining("model.layers[0].unit (param layers, layer 1)");
    assertThatThrownBy(() -> Tables.small().setLayers("dense, units = {").fit(points))
        .hasMessageContaining("The param layers, layer 1 can't be read");
    assertThatThrownBy(() -> Tables.small().setFeaturesCol("feature").fit(points))
        .hasMessageContaining("There is no column feature");
    assertThatThrownBy(
            () -> Tables.small().setInputCols("x", "held", "id").setLabelCol("name").fit(points))
        .hasMessageContaining("There is no column name, named in labelCol");
    assertThatThrownBy(() -> Tables.small().setLabelCol("x").fit(points))
        .hasMessageContaining("allowed are classes, whole numbers from 0");
    assertThatThrownBy(() -> Tables.small().setConf("data.validation = \"held.csv\"").fit(points))
        .hasMessageContaining("set the param validationIndicatorCol or validationFraction");
    assertThatThrownBy(() -> Tables.small().setLoss("mse").fit(points))
        .hasMessageContaining("DeepClassifier can't train with the loss mse");
    Dataset<Row> texts = points.withColumn("label", functions.lit("red"));
    assertThatThrownBy(() -> Tables.small().fit(texts)).hasMessageContaining("StringIndexer");
  }

  /** As Spark's models do, within a function that travels. */
  @Test
  void serializedItPredictsTheSame() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    }
    DeepClassificationModel copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (DeepClassificationModel) in.readObject();
    }
    Vector features = Vectors.dense(1, 2);
    assertThat(copy.predictRaw(features)).isEqualTo(model.predictRaw(features));
    assertThat(copy.hasSummary()).isFalse();
  }

  @Test
  void worksWithinOneVsRest() {
    OneVsRest all = new OneVsRest().setClassifier(Tables.small());
    assertThat(all.fit(points).transform(others).filter("prediction = label").count())
        .isGreaterThan(55);
  }

  @Test
  void severalAtOnceLearnWhatOneAloneDoes() {
    List<Row> expected = scores(model, others);
    List<List<Row>> found =
        java.util.stream.Stream.generate(
                () ->
                    java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> scores(Tables.small().fit(points), others)))
            .limit(3)
            .toList()
            .stream()
            .map(java.util.concurrent.CompletableFuture::join)
            .toList();
    assertThat(found).allMatch(expected::equals);
  }

  @Test
  void leavesNothingBehindInSparksMemory() {
    int before = TestSpark.session().sparkContext().getPersistentRDDs().size();
    Tables.small().fit(points);
    assertThat(TestSpark.session().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  private static DeepClassificationModel with(String handleInvalid) {
    return model.copy(ParamMap.empty()).setHandleInvalid(handleInvalid);
  }

  private static List<Row> scores(DeepClassificationModel own, Dataset<Row> rows) {
    return own.transform(rows)
        .select("id", "rawPrediction", "probability", "prediction")
        .collectAsList();
  }
}
