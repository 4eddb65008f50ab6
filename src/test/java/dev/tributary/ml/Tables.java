package dev.tributary.ml;

import dev.tributary.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The data sets that these tests share. */
final class Tables {
  private Tables() {}

  /** The digits of a file: {@code pixel_0} to {@code pixel_63} and {@code label}, integers. */
  static Dataset<Row> digits(String file) {
    return PipelineProgram.digits(TestSpark.session(), file);
  }

  static String[] pixels() {
    String[] names = new String[64];
    Arrays.setAll(names, i -> "pixel_" + i);
    return names;
  }

  /** Points around three centers: {@code x}, {@code y}, {@code features}, {@code label}, weight. */
  static Dataset<Row> points(int rows, int shift) {
    List<Row> points = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      int label = i % 3;
      double angle = 2 * Math.PI * label / 3;
      double x = 4 * Math.cos(angle) + Math.sin(7.0 * i + shift);
      double y = 4 * Math.sin(angle) + Math.cos(5.0 * i + shift);
      points.add(RowFactory.create(i, x, y, Vectors.dense(x, y), (double) label, 1.0, i % 5 == 0));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("x", DataTypes.DoubleType)
            .add("y", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType())
            .add("label", DataTypes.DoubleType)
            .add("weight", DataTypes.DoubleType)
            .add("held", DataTypes.BooleanType);
    return TestSpark.session().createDataFrame(points, schema).coalesce(1);
  }

  /** A network that tells the points apart in a moment. */
  static DeepClassifier small() {
    return new DeepClassifier()
        .setLayers("dense, units = 8, activation = elu")
        .setStepSize(0.1)
        .setBatchSize(8)
        .setMaxIter(4)
        .setNumWorkers(2)
        .setAveragingInterval(2);
  }
}
