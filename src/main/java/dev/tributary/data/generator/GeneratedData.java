package dev.tributary.data.generator;

import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import scala.Tuple2;

/** Generated rows as Spark's: the columns {@code label} and {@code features}, in row order. */
public final class GeneratedData {
  private static final String LABEL = "label";
  private static final String FEATURES = "features";
  private static final long PARTITION_BYTES = 32L << 20;

  private GeneratedData() {}

  /**
   * The first rows that a generator makes, in as many partitions as their bytes suggest: the same
   * ones, and so the same files, whatever the cluster.
   */
  public static Dataset<Row> of(SparkSession spark, Generator generator, long rows) {
    double bytes = (double) rows * generator.width() * Float.BYTES;
    return of(spark, generator, rows, (int) Math.min(100_000, 1 + bytes / PARTITION_BYTES));
  }

  static Dataset<Row> of(SparkSession spark, Generator generator, long rows, int partitions) {
    long blocks = (rows - 1) / Generator.BLOCK_ROWS + 1;
    Dataset<Row> made =
        spark
            .range(0, blocks, 1, partitions)
            .mapPartitions(
                (MapPartitionsFunction<Long, Tuple2<Float, float[]>>)
                    numbers -> new GeneratedRows(generator, rows, numbers),
                Encoders.tuple(Encoders.FLOAT(), spark.implicits().newFloatArrayEncoder()))
            .toDF(LABEL, FEATURES);
    return switch (generator.label()) {
      case CLASS -> made.withColumn(LABEL, functions.col(LABEL).cast(DataTypes.IntegerType));
      case VALUE -> made;
    };
  }

  /** The same rows with a column {@code x_i} for each feature, for formats without arrays. */
  public static Dataset<Row> flat(Dataset<Row> rows, int width) {
    return rows.select(
        IntStream.range(-1, width)
            .mapToObj(
                i -> i < 0 ? functions.col(LABEL) : functions.col(FEATURES).getItem(i).as("x_" + i))
            .toArray(Column[]::new));
  }
}
