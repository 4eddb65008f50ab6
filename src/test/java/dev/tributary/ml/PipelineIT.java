package dev.tributary.ml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Tensor;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.IndexToString;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline that is tuned, saved, and used in a program of its own. */
class PipelineIT {

  @TempDir private Path folder;

  @Test
  void tunedSavedAndLoadedInANewJvmItPredictsTheSame() throws Exception {
    SparkSession spark = TestSpark.session();
    CrossValidatorModel tuned = validator().fit(Tables.digits("train.csv"));
    assertThat(tuned.avgMetrics()).hasSize(2);
    assertThat(tuned.avgMetrics()[0]).isGreaterThan(0.5);

    Dataset<Row> scored = tuned.transform(Tables.digits("test.csv"));
    List<Row> here =
        scored
            .select("label", "rawPrediction", "probability", "prediction", "digit")
            .collectAsList();
    assertThat(here).hasSize(359);
    assertThat(here.stream().filter(row -> row.getInt(0) == Integer.parseInt(row.getString(4))))
        .hasSizeGreaterThan(300);
    String saved = folder.resolve("pipeline").toString();
    tuned.write().save(saved);

    String predictions = folder.resolve("predictions").toString();
    String trained = folder.resolve("trained").toString();
    run(saved, predictions, trained);

    List<Row> there =
        spark
            .read()
            .parquet(predictions)
            .select("label", "rawPrediction", "probability", "prediction", "digit")
            .collectAsList();
    assertThat(there).isEqualTo(here);
    DeepClassificationModel same =
        PipelineProgram.classifier().fit(Tables.digits("train.csv").coalesce(1));
    String own = folder.resolve("own").toString();
    same.save(own);
    assertThat(weights(trained)).isEqualTo(weights(own));
  }

  private static CrossValidator validator() {
    StringIndexer indexer = new StringIndexer().setInputCol("label").setOutputCol("class");
    VectorAssembler assembler =
        new VectorAssembler().setInputCols(Tables.pixels()).setOutputCol("pixels");
    DeepClassifier classifier =
        new DeepClassifier()
            .setLabelCol("class")
            .setFeaturesCol("pixels")
            .setScaling("16")
            .setLayers("dense, units = 32, activation = elu, initializer = he_normal")
            .setMaxIter(4)
            .setNumWorkers(2)
            .setAveragingInterval(8);
    IndexToString names = new IndexToString().setInputCol("prediction").setOutputCol("digit");
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.stepSize(), new double[] {0.02, 0.1}).build();
    return new CrossValidator()
        .setEstimator(
            new Pipeline().setStages(new PipelineStage[] {indexer, assembler, classifier, names}))
        .setEvaluator(
            new MulticlassClassificationEvaluator().setLabelCol("class").setMetricName("accuracy"))
        .setEstimatorParamMaps(grid)
        .setNumFolds(2)
        .setSeed(1)
        .setParallelism(2);
  }

  private void run(String... arguments) throws Exception {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of("submit/java17.options").toAbsolutePath(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                PipelineProgram.class.getName()));
    command.addAll(List.of(arguments));
    File log = folder.resolve("program.log").toFile();
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(process.waitFor()).as(Files.readString(log.toPath())).isZero();
  }

  private static List<Tensor> weights(String model) {
    return ModelBundle.load(
            new org.apache.hadoop.fs.Path(model, "model"),
            TestSpark.session().sparkContext().hadoopConfiguration())
        .tensors();
  }
}
