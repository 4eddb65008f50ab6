package dev.tributary.data;

import java.util.Map;

/**
 * The Spark settings that reading relies on; whoever builds a session sets them.
 *
 * <p>Spark cuts files by the number of cores unless told otherwise. With these settings the cuts,
 * and with them the draw of validation rows and the last bits of a fitted scaling, are a function
 * of the files alone.
 */
public final class ReaderSettings {
  private ReaderSettings() {}

  /** Setting by name. */
  public static final Map<String, String> CONF =
      Map.of(
          "spark.sql.files.minPartitionNum", "32",
          "spark.sql.files.maxPartitionBytes", "64m",
          "spark.sql.files.openCostInBytes", "4m",
          "spark.sql.files.ignoreCorruptFiles", "false",
          "spark.sql.files.ignoreMissingFiles", "false",
          "spark.sql.csv.parser.columnPruning.enabled", "false",
          "spark.sql.columnNameOfCorruptRecord", Source.MALFORMED);
}
