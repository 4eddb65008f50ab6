package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.model.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where predictions go: a new folder, there whole or not at all. */
final class PredictionOutput {
  private final Path target;
  private final PredictionFormat format;
  private final FileSystem files;

  /**
   * @throws InvalidJobException if there is something already
   */
  PredictionOutput(String path, PredictionFormat format, Configuration hadoop) {
    this.target = new Path(path);
    this.format = format;
    try {
      this.files = target.getFileSystem(hadoop);
      if (files.exists(target)) {
        throw new InvalidJobException(
            "There is something at "
                + path
                + " already. Give --output a folder that isn't there yet, or remove it first.");
      }
    } catch (IOException failed) {
      throw StorageException.of("write predictions to", target, failed);
    }
  }

  /** Writes all rows beside the target, then renames. */
  void write(Dataset<Row> rows) {
    Path staging =
        new Path(target.getParent(), "." + target.getName() + "-" + UUID.randomUUID() + ".tmp");
    try {
      try {
        rows.write().format(format.name().toLowerCase(Locale.ROOT)).save(staging.toString());
        if (!files.rename(staging, target)) {
          throw new FileNotFoundException("the finished folder could not be renamed");
        }
      } finally {
        files.delete(staging, true);
      }
    } catch (IOException failed) {
      throw StorageException.of("write predictions to", target, failed);
    }
  }
}
