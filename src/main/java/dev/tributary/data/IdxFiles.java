package dev.tributary.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A pair of IDX files, cut into ranges of rows; a task reads one.
 *
 * @param labels empty where there are none
 * @param pixels of an image
 * @param rowCount the rows of the files
 * @param step the rows of a range, but for the last
 */
record IdxFiles(
    String images,
    String labels,
    int pixels,
    int rowCount,
    int step,
    SerializableConfiguration hadoop)
    implements Serializable {

  int ranges() {
    return Math.toIntExact(((long) rowCount + step - 1) / step);
  }

  Iterator<Row> range(int index) throws IOException {
    Rows rows = new Rows(this, (long) index * step);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener(
          (org.apache.spark.util.TaskCompletionListener) context -> rows.close());
    }
    return rows;
  }

  private static final class Rows implements Iterator<Row> {
    private final IdxFiles files;
    private final DataInputStream images;
    private final DataInputStream labels;
    private final long end;
    private long next;

    private Rows(IdxFiles files, long first) throws IOException {
      this.files = files;
      this.next = first;
      this.end = Math.min(first + files.step, files.rowCount);
      this.images = open(files.images, first * files.pixels);
      this.labels =
          files.labels.isEmpty()
              ? new DataInputStream(DataInputStream.nullInputStream())
              : open(files.labels, first);
    }

    private DataInputStream open(String file, long offset) throws IOException {
      try {
        return IdxSource.body(new Path(file), offset, files.hadoop);
      } catch (EOFException tooShort) {
        throw IdxSource.truncated(file);
      }
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      byte[] image = new byte[files.pixels];
      try {
        fill(images, image, files.images);
        next++;
        if (files.labels.isEmpty()) {
          refuseMore(images, files.images);
          return RowFactory.create((Object) image);
        }
        byte[] label = new byte[1];
        fill(labels, label, files.labels);
        refuseMore(images, files.images);
        refuseMore(labels, files.labels);
        return RowFactory.create(label[0] & 0xFF, image);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }

    private static void fill(DataInputStream stream, byte[] target, String file)
        throws IOException {
      try {
        stream.readFully(target);
      } catch (EOFException tooShort) {
        throw IdxSource.truncated(file);
      }
    }

    private void refuseMore(DataInputStream stream, String file) throws IOException {
      if (next == files.rowCount && stream.read() >= 0) {
        throw IdxSource.trailing(file);
      }
    }

    private void close() {
      try {
        images.close();
        labels.close();
      } catch (IOException unreadable) {
        throw new UncheckedIOException(unreadable);
      }
    }
  }
}
