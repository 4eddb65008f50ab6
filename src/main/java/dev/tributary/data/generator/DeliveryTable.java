package dev.tributary.data.generator;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@link Deliveries} as Spark's rows, in row order. */
public final class DeliveryTable {
  /** How many columns there are besides the labels and the number of the parcel. */
  public static final int FEATURES = 7;

  private static final long ROWS_OF_PARTITION = 500_000;
  private static final StructType COLUMNS =
      new StructType()
          .add("parcel", DataTypes.LongType)
          .add("ordered", DataTypes.TimestampNTZType)
          .add("city", DataTypes.StringType)
          .add("depot", DataTypes.StringType)
          .add("vehicle", DataTypes.StringType)
          .add("distance", DataTypes.DoubleType)
          .add("weight", DataTypes.DoubleType)
          .add("express", DataTypes.BooleanType)
          .add("hours", DataTypes.DoubleType)
          .add("late", DataTypes.StringType);

  private DeliveryTable() {}

  /** The first deliveries, in as many partitions as their number suggests, on every cluster. */
  public static Dataset<Row> of(SparkSession spark, Deliveries deliveries, long rows) {
    int partitions = (int) Math.min(100_000, 1 + (rows - 1) / ROWS_OF_PARTITION);
    return spark
        .range(0, rows, 1, partitions)
        .map(
            (MapFunction<Long, Row>) number -> row(number, deliveries.delivery(number)),
            Encoders.row(COLUMNS));
  }

  private static Row row(long number, Deliveries.Delivery delivery) {
    return RowFactory.create(
        number,
        delivery.ordered(),
        delivery.city().orElse(null),
        delivery.depot(),
        delivery.vehicle(),
        delivery.distance().isPresent() ? delivery.distance().getAsDouble() : null,
        delivery.weight().isPresent() ? delivery.weight().getAsDouble() : null,
        delivery.express(),
        delivery.hours(),
        delivery.late() ? "yes" : "no");
  }
}
