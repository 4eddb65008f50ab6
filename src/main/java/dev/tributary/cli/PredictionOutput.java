package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.StorageException;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Where predictions go: a new folder, there whole or not at all. */
final class PredictionOutput {
  private final Path target;
  private final PredictionFormat format;
  private final FileSystem files;

  /**
   * Makes sure that predictions can be written: better now than after all of them are computed.
   *
   * @throws InvalidJobException if there is something already
   * @throws StorageException if the folder can't be made
   */
  PredictionOutput(Path path, PredictionFormat format, Configuration hadoop) {
    this.format = format;
    try {
      this.files = path.getFileSystem(hadoop);
      this.target = files.makeQualified(path);
      if (files.exists(target)) {
        throw new InvalidJobException(
            "There is something at "
                + path
                + " already. Give --output a folder that isn't there yet, or remove it first.");
      }
      if (!files.mkdirs(target.getParent())) {
        throw new IOException("permission denied");
      }
    } catch (IOException failed) {
      throw StorageException.of("write predictions to", path, failed);
    }
  }

  /**
   * Writes all rows beside the target, then renames.
   *
   * @throws UnusableDataException if a row can't be used
   * @throws StorageException if the file system fails
   */
  void write(Dataset<Row> rows) {
    Path staging =
        new Path(target.getParent(), "." + target.getName() + "-" + UUID.randomUUID() + ".tmp");
    try {
      files.mkdirs(staging);
      // Ctrl-C must leave nothing behind either.
      files.deleteOnExit(staging);
      try {
        rows.write().mode(SaveMode.Append).format(format.toString()).save(staging.toString());
        if (!files.rename(staging, target)) {
          throw new IOException("the finished folder could not be renamed");
        }
      } catch (RuntimeException failed) {
        throw cause(failed);
      } finally {
        files.delete(staging, true);
      }
    } catch (IOException failed) {
      throw StorageException.of("write predictions to", target, failed);
    }
  }

  /** What lies below Spark's exception: of the data if it says so, else of the storage. */
  private static RuntimeException cause(RuntimeException failed) throws IOException {
    Throwable root = failed;
    for (Throwable at = failed; at != null; at = at.getCause()) {
      if (at instanceof UnusableDataException unusable) {
        return new UnusableDataException(unusable.getMessage());
      }
      root = at;
    }
    if (root instanceof IOException storage) {
      throw storage;
    }
    return failed;
  }
}
