package dev.tributary.report.tensorboard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Event.WhatCase;
import org.tensorflow.proto.SessionLog.SessionStatus;
import org.tensorflow.proto.Summary;

/** Event files as TensorFlow's own classes read them: its record reader, its messages. */
public final class EventFiles {
  private EventFiles() {}

  /** The files of a run, in the order in which TensorBoard reads them. */
  public static List<Path> of(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.filter(file -> file.toString().contains("tfevents")).sorted().toList();
    }
  }

  /** The events of a file, its checksums verified. */
  public static List<Event> read(Path file) throws IOException {
    List<Event> events = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      TFRecordReader records = new TFRecordReader(in, true);
      for (byte[] record = records.read(); record != null; record = records.read()) {
        events.add(Event.parseFrom(record));
      }
    }
    return events;
  }

  /** A value of a run. */
  public record Point(long step, double wallTime, Summary.Value value) {
    public double scalar() {
      return value.getTensor().getFloatVal(0);
    }

    public String text() {
      return value.getTensor().getStringVal(0).toStringUtf8();
    }

    /** Rows of left edge, right edge and count. */
    public List<double[]> buckets() {
      ByteBuffer content =
          value
              .getTensor()
              .getTensorContent()
              .asReadOnlyByteBuffer()
              .order(ByteOrder.LITTLE_ENDIAN);
      List<double[]> rows = new ArrayList<>();
      while (content.hasRemaining()) {
        rows.add(new double[] {content.getDouble(), content.getDouble(), content.getDouble()});
      }
      return rows;
    }
  }

  /** All values of a tag, in the order of the files. */
  public static List<Point> written(Path run, String tag) throws IOException {
    List<Point> points = new ArrayList<>();
    for (Event event : events(run)) {
      add(event, tag, points);
    }
    return points;
  }

  /** The values of a tag that TensorBoard shows: a start again takes back what it begins at. */
  public static List<Point> shown(Path run, String tag) throws IOException {
    List<Point> points = new ArrayList<>();
    for (Event event : events(run)) {
      if (event.getWhatCase() == WhatCase.SESSION_LOG
          && event.getSessionLog().getStatus() == SessionStatus.START) {
        points.removeIf(point -> point.step >= event.getStep());
      }
      add(event, tag, points);
    }
    return points;
  }

  public static List<Long> steps(List<Point> points) {
    return points.stream().map(Point::step).toList();
  }

  public static List<Event> events(Path run) throws IOException {
    List<Event> events = new ArrayList<>();
    for (Path file : of(run)) {
      events.addAll(read(file));
    }
    return events;
  }

  private static void add(Event event, String tag, List<Point> points) {
    for (Summary.Value value : event.getSummary().getValueList()) {
      if (value.getTag().equals(tag)) {
        points.add(new Point(event.getStep(), event.getWallTime(), value));
      }
    }
  }
}
