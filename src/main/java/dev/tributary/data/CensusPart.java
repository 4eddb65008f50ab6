package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What one partition gives to a {@link Census}.
 *
 * <p>A plain class, as are those it holds: task results may travel by Kryo, which can't read
 * records.
 */
final class CensusPart implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most distinct labels that are counted. */
  static final int MOST_CLASSES = 100_000;

  /** The rows of one segment. */
  static final class Segment implements Serializable {
    private static final long serialVersionUID = 1L;
    final String file;
    final long block;
    long rows;
    long train;
    long validation;
    BadRow firstBad;
    long firstBadRow;

    Segment(SegmentKey key) {
      this.file = key.file();
      this.block = key.block();
    }

    SegmentKey key() {
      return new SegmentKey(file, block);
    }
  }

  final List<Segment> segments = new ArrayList<>();
  final EnumMap<BadRow.Reason, Long> bad = new EnumMap<>(BadRow.Reason.class);
  final HashMap<String, Tally> labels = new HashMap<>();
  final Moments moments;
  long numbers;

  /** Training rows whose label is numbers, by the class that these stand for. */
  long[] rowsByNumbers = new long[0];

  private CensusPart(Scaling.Kind scaling, int width) {
    this.moments = new Moments(scaling, width);
  }

  /** Counts the rows of a partition; only training rows enter the moments. */
  static CensusPart count(
      ExampleReader reader, Scaling.Kind scaling, int partition, Iterator<InternalRow> rows) {
    FeatureReader features = reader.features();
    CensusPart part = new CensusPart(scaling, features.width());
    LabelCounter counter = new LabelCounter(reader.labels());
    RowPosition position = new RowPosition(reader.order(), partition);
    double[] numbers = new double[features.width()];
    Segment segment = null;
    Split.Segment split = null;
    while (rows.hasNext()) {
      InternalRow row = rows.next();
      if (position.advance() || segment == null || split == null) {
        segment = new Segment(position.segment());
        split = reader.split().segment(position.segment());
        part.segments.add(segment);
      }
      segment.rows++;
      BadRow fault = features.read(row, numbers);
      if (fault == null) {
        fault = reader.readTarget(row);
      }
      if (fault != null) {
        part.note(fault, segment, position.row());
        continue;
      }
      long hash = split.hash(position.row());
      boolean isValidation = split.isValidation(position.row(), hash);
      counter.add(isValidation, hash, segment, position.row());
      if (isValidation) {
        segment.validation++;
      } else {
        segment.train++;
        part.moments.add(numbers);
      }
    }
    counter.finish(part);
    return part;
  }

  private void note(BadRow fault, Segment segment, long row) {
    bad.merge(fault.reason(), 1L, Long::sum);
    if (segment.firstBad == null) {
      segment.firstBad = fault;
      segment.firstBadRow = row;
    }
  }

  /** Counts labels by what they are, with no object a row. */
  private static final class LabelCounter {
    private final LabelReader labels;
    private final HashMap<Integer, Tally> byIndex = new HashMap<>();
    private final HashMap<UTF8String, Tally> byText = new HashMap<>();
    private final long[] rowsByNumbers;
    private long numbers;

    private LabelCounter(LabelReader labels) {
      this.labels = labels;
      this.rowsByNumbers = new long[Math.max(2, labels.targets().units())];
    }

    private void add(boolean isValidation, long hash, Segment segment, long row) {
      switch (labels.plan()) {
        case NONE -> {}
        case NUMBERS -> addNumbers(isValidation);
        case INDEX ->
            byIndex
                .computeIfAbsent(labels.classIndex(), index -> new Tally())
                .add(isValidation, hash, segment.file, segment.block, row);
        case NAMED, TEXTS, INDEX_OR_TEXTS, NUMBERS_OR_TEXTS -> {
          UTF8String text = labels.text();
          if (text == null) {
            addNumbers(isValidation);
            return;
          }
          Tally tally = byText.get(text);
          if (tally == null) {
            if (byText.size() == MOST_CLASSES) {
              throw Census.tooManyClasses(labels.column());
            }
            tally = new Tally();
            // The row's memory is used again for the next one.
            byText.put(text.clone(), tally);
          }
          tally.add(isValidation, hash, segment.file, segment.block, row);
        }
      }
    }

    private void addNumbers(boolean isValidation) {
      numbers++;
      if (!isValidation) {
        rowsByNumbers[labels.classOfValues()]++;
      }
    }

    private void finish(CensusPart part) {
      part.numbers = numbers;
      part.rowsByNumbers = rowsByNumbers;
      for (Map.Entry<Integer, Tally> entry : byIndex.entrySet()) {
        part.labels.put(entry.getKey().toString(), entry.getValue());
      }
      for (Map.Entry<UTF8String, Tally> entry : byText.entrySet()) {
        part.labels.put(entry.getKey().toString(), entry.getValue());
      }
    }
  }
}
