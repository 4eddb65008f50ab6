package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;

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
  final FeatureCensus features;
  long numbers;

  /** Training rows whose label is numbers, by the class that these stand for. */
  long[] rowsByNumbers = new long[0];

  private CensusPart(ExampleReader reader, Scaling.Kind scaling) {
    this.moments = moments(reader, scaling);
    this.features = FeatureCensus.of(reader.features());
  }

  /** Empty where columns are a table: then there is a {@link FeatureCensus}. */
  static Moments moments(ExampleReader reader, Scaling.Kind scaling) {
    boolean isTable = reader.features().isTable();
    return new Moments(isTable ? Scaling.Kind.NONE : scaling, reader.features().width());
  }

  /** Counts the rows of a partition; features are fitted to training rows only. */
  static CensusPart count(ExampleReader reader, Scaling.Kind scaling, Iterator<RowBlock> blocks) {
    CensusPart part = new CensusPart(reader, scaling);
    LabelCounter counter = new LabelCounter(reader.labels());
    double[] numbers = new double[reader.features().width()];
    boolean isTable = reader.features().isTable();
    Segment segment = null;
    Split.Segment split = null;
    while (blocks.hasNext()) {
      RowBlock block = blocks.next();
      if (segment == null || split == null || !segment.key().equals(block.segment())) {
        segment = new Segment(block.segment());
        split = reader.split().segment(block.segment());
        part.segments.add(segment);
      }
      part.noteBad(block, segment);
      counter.begin(block);
      part.features.begin(block);
      for (int i = 0; i < block.rows; i++) {
        long row = block.number(i);
        long hash = split.hash(row);
        boolean isValidation = split.isValidation(row, hash);
        counter.add(i, isValidation, hash);
        if (isTable) {
          block.features(i, numbers);
          part.features.add(numbers, isValidation);
        }
        if (isValidation) {
          segment.validation++;
        } else {
          segment.train++;
          if (scaling.isFitted() && !isTable) {
            block.features(i, numbers);
            part.moments.add(numbers);
          }
        }
      }
    }
    counter.finish(part);
    part.features.finish();
    return part;
  }

  private void noteBad(RowBlock block, Segment segment) {
    segment.rows += block.covered;
    block.bad.forEach((reason, count) -> bad.merge(reason, count, Long::sum));
    if (segment.firstBad == null && block.firstBad != null) {
      segment.firstBad = block.firstBad;
      segment.firstBadRow = block.firstBadRow;
    }
  }

  /** Counts labels by what they are, with no object a row. */
  private static final class LabelCounter {
    private final LabelReader labels;
    private final HashMap<String, Tally> tallies = new HashMap<>();
    private final long[] rowsByNumbers;
    private long numbers;
    private RowBlock block;

    /** By the labels of the block. */
    private Tally[] ofBlock = new Tally[0];

    private LabelCounter(LabelReader labels) {
      this.labels = labels;
      this.rowsByNumbers = new long[Math.max(2, labels.targets().units())];
    }

    private void begin(RowBlock next) {
      block = next;
      ofBlock = new Tally[next.texts.length == 0 ? rowsByNumbers.length : next.texts.length];
    }

    private void add(int row, boolean isValidation, long hash) {
      int label = block.labels[row];
      if (label != RowBlock.NUMBERS) {
        if (ofBlock[label] == null) {
          ofBlock[label] = tally(name(label));
        }
        ofBlock[label].add(isValidation, hash, block.file, block.block, block.number(row));
      } else if (labels.plan() != LabelReader.Plan.NONE) {
        numbers++;
        if (!isValidation) {
          rowsByNumbers[labels.classOf(block.values, row)]++;
        }
      }
    }

    /** As it is counted: a text that stands for an index goes by that. */
    private String name(int label) {
      if (block.texts.length == 0) {
        return Integer.toString(label);
      }
      String text = block.texts[label];
      return labels.plan() == LabelReader.Plan.INDEX
          ? Integer.toString(labels.classIndex(text))
          : text;
    }

    private Tally tally(String name) {
      if (!tallies.containsKey(name) && tallies.size() == MOST_CLASSES) {
        throw Census.tooManyClasses(labels.column());
      }
      return tallies.computeIfAbsent(name, each -> new Tally());
    }

    private void finish(CensusPart part) {
      part.numbers = numbers;
      part.rowsByNumbers = rowsByNumbers;
      part.labels.putAll(tallies);
    }
  }
}
