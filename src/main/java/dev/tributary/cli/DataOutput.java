package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.StorageException;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** Where rows go: a new folder, there whole or not at all. */
final class DataOutput {
  /** {@code part-00000-UUID-c000.snappy.parquet}. */
  private static final Pattern PART = Pattern.compile("(part-\\d+)-[0-9a-f-]{36}(-c\\d+.*)");

  private final Path target;
  private final String content;
  private final FileSystem files;

  /**
   * Makes sure that rows can be written: better now than after all of them are computed.
   *
   * @param content what the rows are, for messages
   * @throws InvalidJobException if there is something already
   * @throws StorageException if the folder can't be made
   */
  DataOutput(Path path, String content, Configuration hadoop) {
    this.content = content;
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
      throw StorageException.of("write " + content + " to", path, failed);
    }
  }

  /**
   * Writes all rows beside the target, then renames.
   *
   * @param rows with the format and its options
   * @throws UnusableDataException if a row can't be used
   * @throws StorageException if the file system fails
   */
  void write(DataFrameWriter<Row> rows) {
    Path staging =
        new Path(target.getParent(), "." + target.getName() + "-" + UUID.randomUUID() + ".tmp");
    try {
      files.mkdirs(staging);
      // Ctrl-C must leave nothing behind either.
      files.deleteOnExit(staging);
      try {
        rows.mode(SaveMode.Append).save(staging.toString());
        giveLastingNames(staging);
        if (!files.rename(staging, target)) {
          throw new IOException("the finished folder could not be renamed");
        }
      } catch (RuntimeException failed) {
        throw cause(failed);
      } finally {
        files.delete(staging, true);
      }
    } catch (IOException failed) {
      throw StorageException.of("write " + content + " to", target, failed);
    }
  }

  /**
   * Takes out of the files' names what Spark makes up anew each time: a name decides which of a
   * file's rows are held out for validation.
   */
  private void giveLastingNames(Path folder) throws IOException {
    for (FileStatus file : files.listStatus(folder)) {
      Matcher name = PART.matcher(file.getPath().getName());
      if (name.matches()
          && !files.rename(file.getPath(), new Path(folder, name.group(1) + name.group(2)))) {
        throw new IOException("the file " + name.group() + " could not be renamed");
      }
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
