package dev.tributary.train;

import dev.tributary.data.BadRow;
import dev.tributary.data.BadRows;
import dev.tributary.data.ReadFailure;
import dev.tributary.data.RowEncoder;
import dev.tributary.data.Source;
import dev.tributary.data.UnusableDataException;
import dev.tributary.train.Inference.Estimates;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.TaskCompletionListener;

/** What Spark runs on each partition of rows to predict. */
final class PredictionTask implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final NetworkSetup setup;
  private final Broadcast<SharedModel> model;
  private final RowEncoder encoder;
  private final Inference inference;
  private final Outputs outputs;
  private final int[] kept;
  private final BadRows badRows;
  private final String source;
  private final String format;

  PredictionTask(
      NetworkSetup setup,
      Broadcast<SharedModel> model,
      RowEncoder encoder,
      Inference inference,
      Outputs outputs,
      int[] kept,
      BadRows badRows,
      Source source) {
    this.setup = setup;
    this.model = model;
    this.encoder = encoder;
    this.inference = inference;
    this.outputs = outputs;
    this.kept = kept;
    this.badRows = badRows;
    this.source = source.name();
    this.format = source.format();
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Workbench bench = Workbench.borrow(setup);
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> bench.giveBack());
    return new Predicted(rows, bench);
  }

  /** Takes a batch of rows at a time. */
  private final class Predicted implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Workbench bench;
    private Iterator<Row> ready = List.<Row>of().iterator();
    private long read;

    Predicted(Iterator<Row> rows, Workbench bench) {
      this.rows = rows;
      this.bench = bench;
    }

    @Override
    public boolean hasNext() {
      if (!ready.hasNext()) {
        ready = ReadFailure.during(source, format, this::nextBatch).iterator();
      }
      return ready.hasNext();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new java.util.NoSuchElementException();
      }
      return ready.next();
    }

    private List<Row> nextBatch() {
      List<Row> batch = new ArrayList<>();
      List<Boolean> sound = new ArrayList<>();
      int encoded = 0;
      while (batch.size() < setup.batchSize() && rows.hasNext()) {
        Row row = rows.next();
        read++;
        Optional<BadRow> fault =
            encoder.encode(row, bench.batch.features, encoded * encoder.width());
        fault.ifPresent(this::refuse);
        sound.add(fault.isEmpty());
        encoded += fault.isEmpty() ? 1 : 0;
        batch.add(row);
      }
      Estimates estimates =
          encoded == 0
              ? new Estimates(new float[0], new float[0])
              : inference.infer(bench.network, model.value(), bench.batch.features, encoded);
      return joined(batch, sound, estimates);
    }

    private void refuse(BadRow fault) {
      if (badRows == BadRows.FAIL) {
        throw new UnusableDataException(
            source
                + ", partition "
                + TaskContext.getPartitionId()
                + ", row "
                + read
                + ": "
                + fault
                + ". Mend the row, or pass --bad-rows skip to leave the predictions of such rows"
                + " empty.");
      }
    }

    private List<Row> joined(List<Row> batch, List<Boolean> sound, Estimates estimates) {
      List<Row> joined = new ArrayList<>(batch.size());
      int encoded = 0;
      int own = outputs.columns().length();
      int added = own + (inference.deviates() ? 1 : 0);
      for (int i = 0; i < batch.size(); i++) {
        Object[] columns = new Object[kept.length + added];
        for (int j = 0; j < kept.length; j++) {
          columns[j] = batch.get(i).get(kept[j]);
        }
        if (sound.get(i)) {
          outputs.write(estimates.means, bench.batch.features, encoded, columns, kept.length);
          if (inference.deviates()) {
            columns[kept.length + own] = outputs.deviation(estimates.deviations, encoded);
          }
          encoded++;
        }
        joined.add(RowFactory.create(columns));
      }
      return joined;
    }
  }
}
