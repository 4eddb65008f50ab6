package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * Makes a census of its parts while they come in, always in the order of partitions. Only those
 * that come before their turn are held.
 */
final class CensusMerge extends AbstractFunction2<Object, Parcel<CensusPart>, BoxedUnit> {
  private final ExampleReader reader;
  private final List<CensusPart.Segment> segments = new ArrayList<>();
  private final Map<String, Tally> labels = new TreeMap<>();
  private final Map<BadRow.Reason, Long> bad = new EnumMap<>(BadRow.Reason.class);
  private final Map<Integer, CensusPart> early = new HashMap<>();
  private final Moments moments;
  private final FeatureCensus features;
  private final long[] rowsByNumbers;
  private long numbers;
  private int next;

  CensusMerge(ExampleReader reader, Scaling.Kind scaling) {
    this.reader = reader;
    this.moments = CensusPart.moments(reader, scaling);
    this.features = FeatureCensus.of(reader.features());
    this.rowsByNumbers = new long[Math.max(2, reader.labels().targets().units())];
  }

  /** Takes a census whose parts are made by a Spark job, one a partition. */
  static Census of(JavaRDD<CensusPart> parts, ExampleReader reader, Scaling.Kind scaling) {
    CensusMerge merge = new CensusMerge(reader, scaling);
    List<Object> partitions =
        IntStream.range(0, parts.getNumPartitions()).<Object>mapToObj(i -> i).toList();
    return Jobs.described(
        parts.context(),
        "census",
        () -> {
          parts
              .context()
              .runJob(
                  parts.rdd(),
                  new Part(),
                  JavaConverters.asScalaBufferConverter(partitions).asScala().toSeq(),
                  merge,
                  ClassTag$.MODULE$.apply(Parcel.class));
          return merge.census();
        });
  }

  /** Spark calls this for one partition at a time, in the order in which they finish. */
  @Override
  public BoxedUnit apply(Object partition, Parcel<CensusPart> part) {
    early.put((Integer) partition, part.content());
    for (CensusPart ready = early.remove(next); ready != null; ready = early.remove(next)) {
      add(ready);
      next++;
    }
    return BoxedUnit.UNIT;
  }

  private void add(CensusPart part) {
    segments.addAll(part.segments);
    moments.merge(part.moments);
    features.merge(part.features);
    numbers += part.numbers;
    for (int i = 0; i < part.rowsByNumbers.length; i++) {
      rowsByNumbers[i] += part.rowsByNumbers[i];
    }
    part.bad.forEach((reason, count) -> bad.merge(reason, count, Long::sum));
    // Once they are too many, no more of them matter.
    if (labels.size() <= CensusPart.MOST_CLASSES) {
      for (Map.Entry<String, Tally> label : part.labels.entrySet()) {
        labels.computeIfAbsent(label.getKey(), name -> new Tally()).merge(label.getValue());
      }
    }
  }

  /** The census of all parts. */
  Census census() {
    if (labels.size() > CensusPart.MOST_CLASSES) {
      throw Census.tooManyClasses(reader.labels().column());
    }
    segments.sort(Comparator.comparing(CensusPart.Segment::key));
    Map<String, Long> reasons = new LinkedHashMap<>();
    bad.forEach((reason, count) -> reasons.put(reason.toString(), count));
    return new Census(
        segments,
        labels,
        numbers,
        Arrays.stream(rowsByNumbers).boxed().toList(),
        reasons,
        moments,
        features);
  }

  private static final class Part
      extends AbstractFunction2<TaskContext, Iterator<CensusPart>, Parcel<CensusPart>>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Parcel<CensusPart> apply(TaskContext context, Iterator<CensusPart> parts) {
      return new Parcel<>(parts.next());
    }
  }
}
