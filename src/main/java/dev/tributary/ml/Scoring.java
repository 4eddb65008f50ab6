package dev.tributary.ml;

import dev.tributary.data.BadRow;
import dev.tributary.data.RowEncoder;
import dev.tributary.train.DeployedNetwork;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Adds a network's results to rows, a batch of them at a time.
 *
 * @param network computes the outputs
 * @param encoder makes inputs of rows
 * @param results makes columns of outputs
 * @param invalid what becomes of rows that can't be used
 */
record Scoring(
    DeployedNetwork network, RowEncoder encoder, ResultColumns results, InvalidRows invalid)
    implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  /** What becomes of rows that can't be used. */
  enum InvalidRows {
    ERROR,
    SKIP,
    KEEP;

    static InvalidRows of(String name) {
      return valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }
  }

  /**
   * The rows with their results, computed when they are asked for.
   *
   * @param schema the rows' own, then the columns of the results
   */
  Dataset<Row> of(Dataset<?> rows, StructType schema) {
    Dataset<Row> scored = rows.toDF().mapPartitions(this, Encoders.row(schema));
    // Spark's encoder of rows forgets what is noted of columns.
    return scored.select(Arrays.stream(schema.fields()).map(Scoring::noted).toArray(Column[]::new));
  }

  private static Column noted(StructField field) {
    return FeatureColumns.column(field.name()).as(field.name(), field.metadata());
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Scored(rows, network.run());
  }

  private final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final DeployedNetwork.Running running;
    private final Deque<Row> ready = new ArrayDeque<>(DeployedNetwork.BATCH_SIZE);
    private long read;

    Scored(Iterator<Row> rows, DeployedNetwork.Running running) {
      this.rows = rows;
      this.running = running;
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && rows.hasNext()) {
        nextBatch();
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void nextBatch() {
      Row[] batch = new Row[DeployedNetwork.BATCH_SIZE];
      boolean[] sound = new boolean[batch.length];
      int taken = 0;
      int encoded = 0;
      while (taken < batch.length && rows.hasNext()) {
        batch[taken] = rows.next();
        read++;
        Optional<BadRow> fault =
            encoder.encode(batch[taken], running.inputs(), encoded * encoder.width());
        fault.ifPresent(this::refuse);
        sound[taken] = fault.isEmpty();
        encoded += sound[taken] ? 1 : 0;
        taken += sound[taken] || invalid == InvalidRows.KEEP ? 1 : 0;
      }
      float[] outputs = encoded == 0 ? new float[0] : running.outputs(encoded);
      int used = 0;
      for (int i = 0; i < taken; i++) {
        ready.add(joined(batch[i], outputs, sound[i] ? used : -1));
        used += sound[i] ? 1 : 0;
      }
    }

    private Row joined(Row row, float[] outputs, int place) {
      int own = row.size();
      Object[] columns = new Object[own + results.count()];
      for (int i = 0; i < own; i++) {
        columns[i] = row.get(i);
      }
      if (place >= 0) {
        results.write(outputs, running.inputs(), place, columns, own);
      }
      return RowFactory.create(columns);
    }

    private void refuse(BadRow fault) {
      if (invalid == InvalidRows.ERROR) {
        throw new IllegalArgumentException(
            "Partition %d, row %d: %s. Mend the row, or set the param handleInvalid to skip, which leaves such rows out, or keep, which leaves their results empty."
                .formatted(TaskContext.getPartitionId(), read, fault));
      }
    }
  }
}
