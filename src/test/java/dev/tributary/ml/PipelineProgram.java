package dev.tributary.ml;

import java.util.Arrays;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * A program of its own, whose Spark serializes with Kryo: scores digits with a saved pipeline, and
 * trains and saves a classifier.
 */
final class PipelineProgram {
  private PipelineProgram() {}

  /**
   * Scores, trains and saves.
   *
   * @param arguments the saved pipeline, where its predictions go, where the classifier goes
   */
  public static void main(String[] arguments) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .config("spark.kryo.registrationRequired", "false")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate();
    CrossValidatorModel.load(arguments[0])
        .transform(digits(spark, "test.csv"))
        .write()
        .parquet(arguments[1]);
    classifier().fit(digits(spark, "train.csv").coalesce(1)).write().save(arguments[2]);
    spark.stop();
  }

  /** The same in whatever program. */
  static DeepClassifier classifier() {
    return new DeepClassifier()
        .setInputCols(Tables.pixels())
        .setLayers(
            "dense, units = 16, activation = elu", "batch_normalization", "dropout, rate = 0.1")
        .setValidationFraction(0.2)
        .setConf("report.diagnose-every = 1, training.class-weights = balanced")
        .setMaxIter(2)
        .setNumWorkers(2)
        .setAveragingInterval(4);
  }

  /** The digits of a file: {@code pixel_0} to {@code pixel_63} and {@code label}, integers. */
  static Dataset<Row> digits(SparkSession spark, String file) {
    Dataset<Row> texts = spark.read().option("header", "true").csv("data-samples/digits/" + file);
    return texts.select(
        Arrays.stream(texts.columns())
            .map(name -> functions.col(name).cast("int").as(name))
            .toArray(Column[]::new));
  }
}
