package dev.tributary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.math.Blas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How long MNIST takes to an accuracy: three epochs of Tributary's job next to the passes of L-BFGS
 * that MLlib's {@code MultilayerPerceptronClassifier} is given (sigmoids, no batch normalization).
 * Data is read before in both. Times are as on the wall; a single turn, as it takes minutes.
 */
final class MllibBenchmark implements Benchmark {
  private static final int PASSES = 50;

  @Override
  public String title() {
    return "Time to an accuracy on the test images, 784-300-100-10, local[2], one turn";
  }

  @Override
  public void run() throws Exception {
    JsonNode ours = Job.train("training.epochs=3", "data.validation=0");
    double seconds = ours.get("seconds").get("rounds").asDouble();
    Table table = new Table("", "seconds", "accuracy");
    table.add(
        "Tributary, 3 epochs", toText(1, seconds), toText(3, ours.at("/test/accuracy").asDouble()));
    Blas.fastest(); // tells netlib where OpenBLAS is, which MLlib then uses too
    try (SparkSession spark = LocalSpark.start()) {
      Dataset<Row> train = rows(spark, Digits.training(60_000)).repartition(2).cache();
      Dataset<Row> test = rows(spark, Digits.test());
      train.count();
      long started = System.nanoTime();
      MultilayerPerceptronClassificationModel model =
          new MultilayerPerceptronClassifier()
              .setLayers(Topology.WIDE.widths().stream().mapToInt(Integer::intValue).toArray())
              .setMaxIter(PASSES)
              .setSeed(1)
              .fit(train);
      double theirs = (System.nanoTime() - started) / 1e9;
      double accuracy =
          new MulticlassClassificationEvaluator()
              .setMetricName("accuracy")
              .evaluate(model.transform(test));
      table.add("MLlib, " + PASSES + " passes", toText(1, theirs), toText(3, accuracy));
      table.add("theirs ÷ ours", toText(1, theirs / seconds), "");
    }
    table.print(System.out);
  }

  private static Dataset<Row> rows(SparkSession spark, Digits digits) {
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < digits.rows(); row++) {
      float[] pixels = digits.floats(row, row + 1);
      double[] features = new double[pixels.length];
      for (int i = 0; i < pixels.length; i++) {
        features[i] = pixels[i];
      }
      rows.add(RowFactory.create((double) digits.label(row), Vectors.dense(features)));
    }
    StructType schema =
        new StructType()
            .add("label", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());
    return spark.createDataFrame(rows, schema);
  }

  private static String toText(int digits, double value) {
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }
}
