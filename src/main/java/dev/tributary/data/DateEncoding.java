package dev.tributary.data;

import java.io.Serializable;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;

/**
 * How dates become inputs: of each part a sine and a cosine, and 0 for both where the date is
 * missing.
 *
 * @param parts in the order of the inputs
 * @param format of texts; empty for ISO 8601
 * @param zone where clocks are read for a moment
 * @param indicator whether dates may be missing, which the last input then tells
 */
public record DateEncoding(
    String column, List<DatePart> parts, String format, String zone, Indicator indicator)
    implements ColumnEncoding, Serializable {
  private static final long serialVersionUID = 1L;

  public DateEncoding {
    parts = List.copyOf(parts);
  }

  @Override
  public int inputs(int values) {
    return 2 * parts.size() + indicator.inputs();
  }

  /**
   * Writes the inputs of a date, in seconds of the local clock since 1970, NaN for a missing one.
   */
  void write(double seconds, float[] target, int offset) {
    boolean missing = Double.isNaN(seconds);
    int at = offset;
    if (missing) {
      java.util.Arrays.fill(target, at, at + 2 * parts.size(), 0f);
      at += 2 * parts.size();
    } else {
      LocalDateTime time = LocalDateTime.ofEpochSecond((long) seconds, 0, ZoneOffset.UTC);
      for (DatePart part : parts) {
        double angle = 2 * Math.PI * part.place(time);
        // StrictMath gives the same bits on every machine.
        target[at++] = (float) StrictMath.sin(angle);
        target[at++] = (float) StrictMath.cos(angle);
      }
    }
    if (indicator == Indicator.USED) {
      target[at] = missing ? 1f : 0f;
    }
  }

  @Override
  public Object meaning() {
    return parts;
  }

  @Override
  public void check(int values) {
    if (values != 1) {
      throw ColumnEncoding.invalid(column, "a date is a single value");
    }
    if (parts.isEmpty() || new HashSet<>(parts).size() < parts.size()) {
      throw ColumnEncoding.invalid(column, "it must have parts, each once");
    }
    try {
      DateReader.formatter(format);
      ZoneId.of(zone);
    } catch (IllegalArgumentException | DateTimeException unfit) {
      throw ColumnEncoding.invalid(column, unfit.getMessage());
    }
  }
}
