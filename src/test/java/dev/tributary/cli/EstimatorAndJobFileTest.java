package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import dev.tributary.ml.DeepAutoencoder;
import dev.tributary.ml.DeepAutoencoderModel;
import dev.tributary.ml.DeepClassificationModel;
import dev.tributary.ml.DeepClassifier;
import dev.tributary.ml.DeepRegressionModel;
import dev.tributary.ml.DeepRegressor;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An estimator and a job file with the same settings, on the same rows. */
class EstimatorAndJobFileTest {
  @TempDir private Path folder;
  private Workplace place;
  private Path job;

  @BeforeEach
  void write() throws Exception {
    place = new Workplace(folder);
    job = place.classesJob();
  }

  @Test
  void learnTheSameClassesBitForBit() throws Exception {
    assertThat(place.train("data.validation=" + place.path("test.csv")).code()).isZero();
    DeepClassificationModel model =
        new DeepClassifier()
            .setConf(Files.readString(job))
            .setInputCols("x", "y")
            .setValidationIndicatorCol("held")
            .setPatience(0)
            .fit(
                numbers("train.csv")
                    .withColumn("held", functions.lit(false))
                    .union(numbers("test.csv").withColumn("held", functions.lit(true))));

    assertThat(weights(saved(model))).isEqualTo(weights(place.output().resolve("model")));
    assertThat(model.summary().objectiveHistory())
        .containsExactly(
            place.metrics().stream()
                .mapToDouble(line -> line.path("loss").doubleValue())
                .toArray());
    assertThat(model.summary().validationHistory("accuracy"))
        .containsExactly(
            place.metrics().stream()
                .mapToDouble(line -> line.path("validation").path("accuracy").doubleValue())
                .toArray());
  }

  @Test
  void readParamsAsKeysOfTheJob() throws Exception {
    assertThat(
            place
                .train(
                    "data.validation=0",
                    "data.scaling=minmax",
                    "model.layers=[{type=dense,units=8,initializer=he_normal},{type=batch_normalization},{type=activation,function=elu},{type=dense,units=3,activation=softmax,initializer=he_normal}]",
                    "training.optimizer=adam",
                    "training.learning-rate={schedule=cosine,value=0.02,steps=20}",
                    "training.clipping={type=global_norm,limit=1}",
                    "training.regularization={l1=0.0005,l2=0.00025}",
                    "training.epochs=2",
                    "training.batch-size=4",
                    "training.seed=7",
                    "averaging.every=3")
                .code())
        .isZero();
    DeepClassificationModel model =
        new DeepClassifier()
            .setInputCols("x", "y")
            .setLayers("dense, units = 8", "batch_normalization", "activation, function = elu")
            .setInitializer("he_normal")
            .setScaling("minmax")
            .setOptimizer("adam")
            .setLearningRate("{ schedule = cosine, value = 1, steps = 20 }")
            .setStepSize(0.02)
            .setClipping("{ type = global_norm, limit = 1 }")
            .setRegParam(0.001)
            .setElasticNetParam(0.5)
            .setMaxIter(2)
            .setBatchSize(4)
            .setSeed(7)
            .setNumWorkers(2)
            .setAveragingInterval(3)
            .fit(numbers("train.csv"));

    assertThat(weights(saved(model))).isEqualTo(weights(place.output().resolve("model")));
  }

  @Test
  void predictAlike() throws Exception {
    assertThat(place.train().code()).isZero();
    DeepClassificationModel model =
        DeepClassificationModel.fromBundle(place.output().resolve("model").toString());
    List<Row> scored = model.transform(numbers("test.csv")).collectAsList();

    String output = place.path("predicted").toString();
    Outcome outcome =
        Workplace.run(
            "predict",
            place.output() + "/model",
            "--input",
            place.path("test.csv").toString(),
            "--output",
            output);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<Row> predicted = TestSpark.session().read().parquet(output).collectAsList();
    assertThat(scored).hasSameSizeAs(predicted).hasSize(20);
    for (int i = 0; i < scored.size(); i++) {
      assertThat(scored.get(i).<Double>getAs("prediction"))
          .isEqualTo(predicted.get(i).<Integer>getAs("prediction").doubleValue());
      List<Double> probability =
          predicted.get(i).getList(predicted.get(i).fieldIndex("probability"));
      assertThat(scored.get(i).<Vector>getAs("probability").toArray())
          .containsExactly(probability.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  @Test
  void savedByTheEstimatorItIsUsedByTheCommands() throws Exception {
    DeepClassificationModel model =
        new DeepClassifier()
            .setConf(Files.readString(job))
            .setInputCols("x", "y")
            .fit(numbers("train.csv"));
    String path = folder.resolve("saved").toString();
    model.save(path);
    String output = place.path("predicted").toString();
    Outcome outcome =
        Workplace.run(
            "predict",
            path + "/model",
            "--input",
            place.path("test.csv").toString(),
            "--option",
            "header=true",
            "--output",
            output);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(
            TestSpark.session().read().parquet(output).collectAsList().stream()
                .map(row -> row.<Integer>getAs("prediction").doubleValue()))
        .containsExactlyElementsOf(
            model.transform(numbers("test.csv")).collectAsList().stream()
                .map(row -> row.<Double>getAs("prediction"))
                .toList());
    Outcome evaluated =
        Workplace.run(
            "evaluate",
            path + "/model",
            "--data",
            place.path("test.csv").toString(),
            "--option",
            "header=true");
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("accuracy");
  }

  @Test
  void aModelOfVectorsIsUsedOnVectorsInFiles() throws Exception {
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("point");
    DeepClassificationModel model =
        new DeepClassifier()
            .setConf(Files.readString(job))
            .setFeaturesCol("point")
            .setMaxIter(1)
            .fit(assembler.transform(numbers("train.csv")));
    Path saved = saved(model);
    String vectors = place.path("vectors").toString();
    assembler.transform(numbers("test.csv")).write().parquet(vectors);
    String output = place.path("predicted").toString();
    Outcome outcome =
        Workplace.run("predict", saved.toString(), "--input", vectors, "--output", output);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Dataset<Row> again =
        TestSpark.session().read().parquet(output).drop("prediction", "probability");
    assertThat(
            TestSpark.session().read().parquet(output).collectAsList().stream()
                .map(row -> row.<Integer>getAs("prediction").doubleValue()))
        .hasSize(20)
        .containsExactlyElementsOf(
            model.transform(again).collectAsList().stream()
                .map(row -> row.<Double>getAs("prediction"))
                .toList());
  }

  @Test
  void learnTheSameRegressionAndReconstruction() throws Exception {
    String[] asNumbers = {
      "model.layers=[{type=dense,units=4,activation=elu},{type=dense,units=1}]",
      "training.loss=mse",
      "data.validation=0"
    };
    assertThat(place.train(asNumbers).code()).isZero();
    DeepRegressionModel regression =
        new DeepRegressor()
            .setConf(Files.readString(job))
            .setLoss("mse")
            .setValidationFraction(0)
            .setLayers("dense, units = 4, activation = elu")
            .setInputCols("x", "y")
            .fit(numbers("train.csv"));
    assertThat(weights(saved(regression.write())))
        .isEqualTo(weights(place.output().resolve("model")));

    String[] asInputs = {
      "--fresh",
      "data.target=features",
      "model.layers=[{type=dense,units=1,activation=elu},{type=dense,units=2}]",
      "training.loss=mse",
      "data.validation=0"
    };
    assertThat(place.train(asInputs).code()).isZero();
    DeepAutoencoderModel autoencoder =
        new DeepAutoencoder()
            .setConf(Files.readString(job))
            .setLoss("mse")
            .setValidationFraction(0)
            .setLayers("dense, units = 1, activation = elu")
            .setInputCols("x", "y")
            .setReconstructionCol("back")
            .setReconstructionErrorCol("error")
            .fit(numbers("train.csv"));
    assertThat(weights(saved(autoencoder.write())))
        .isEqualTo(weights(place.output().resolve("model")));

    String output = place.path("predicted").toString();
    Outcome outcome =
        Workplace.run(
            "predict",
            place.output() + "/model",
            "--input",
            place.path("test.csv").toString(),
            "--output",
            output);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    List<Row> predicted = TestSpark.session().read().parquet(output).collectAsList();
    List<Row> scored = autoencoder.transform(numbers("test.csv")).collectAsList();
    for (int i = 0; i < scored.size(); i++) {
      assertThat(scored.get(i).<Double>getAs("error"))
          .isEqualTo(predicted.get(i).<Double>getAs("reconstruction_error"));
      List<Double> back = predicted.get(i).getList(predicted.get(i).fieldIndex("prediction"));
      assertThat(scored.get(i).<Vector>getAs("back").toArray())
          .containsExactly(back.stream().mapToDouble(Double::doubleValue).toArray(), within(1e-12));
      assertThat(scored.get(i).<Vector>getAs("code").size()).isEqualTo(1);
    }
  }

  private Dataset<Row> numbers(String file) {
    Dataset<Row> texts =
        TestSpark.session().read().option("header", "true").csv(place.path(file).toString());
    return texts.select(
        Arrays.stream(texts.columns())
            .map(name -> functions.col(name).cast("double").as(name))
            .toArray(Column[]::new));
  }

  private Path saved(DeepClassificationModel model) throws Exception {
    return saved(model.write());
  }

  private Path saved(org.apache.spark.ml.util.MLWriter writer) throws Exception {
    Path path = folder.resolve("saved");
    writer.overwrite().save(path.toString());
    return path.resolve("model");
  }

  private static List<Tensor> weights(Path model) {
    return ModelBundle.load(
            new org.apache.hadoop.fs.Path(model.toString()),
            TestSpark.session().sparkContext().hadoopConfiguration())
        .tensors();
  }
}
