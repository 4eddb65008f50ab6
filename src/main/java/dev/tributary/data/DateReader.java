package dev.tributary.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * Reads dates as seconds of the local clock since 1970. A moment that is the same everywhere (a
 * timestamp, or a text with an offset or a zone) is read off a clock in the encoding's zone; other
 * texts, dates and timestamps without a zone are taken as they are written.
 */
final class DateReader extends ColumnReader {
  private static final long serialVersionUID = 1L;
  static final String READABLE = "a date, a timestamp or a text that writes one";
  private static final long DAY = 86_400;
  private static final long MICROS = 1_000_000;

  private final DateEncoding encoding;
  private final DataType type;
  private transient DateTimeFormatter formatter;
  private transient ZoneId zone;

  DateReader(String name, int ordinal, DataType type, DateEncoding encoding) {
    super(name, ordinal, 1);
    this.type = type;
    this.encoding = encoding;
  }

  static boolean reads(DataType type) {
    return type instanceof StringType
        || type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /**
   * What texts are read by.
   *
   * @param format a pattern; empty for ISO 8601, where the time may be left out, and stand after a
   *     blank as well as after a T
   * @throws IllegalArgumentException if it is no pattern
   */
  static DateTimeFormatter formatter(String format) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    if (format.isEmpty()) {
      builder
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .optionalStart()
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][X]")
          .optionalEnd();
    } else {
      // A year needs an era where dates that aren't in the calendar are refused.
      builder.appendPattern(format).parseDefaulting(ChronoField.ERA, 1);
    }
    return builder
        .toFormatter(Locale.US)
        .withChronology(IsoChronology.INSTANCE)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  @Override
  BadRow read(InternalRow row, double[] out, int offset) {
    if (!row.isNullAt(ordinal)) {
      return readValue(row, out, offset);
    }
    return missing(out, offset);
  }

  private BadRow missing(double[] out, int offset) {
    out[offset] = Double.NaN;
    return encoding.indicator() == Indicator.USED
        ? null
        : new BadRow(
            BadRow.Reason.NO_VALUE,
            name,
            "no value",
            allowed() + " (with indicator = true it may be missing)");
  }

  @Override
  BadRow readValue(InternalRow row, double[] out, int offset) {
    if (type instanceof DateType) {
      out[offset] = row.getInt(ordinal) * (double) DAY;
      return null;
    }
    if (type instanceof TimestampNTZType) {
      out[offset] = Math.floorDiv(row.getLong(ordinal), MICROS);
      return null;
    }
    if (type instanceof TimestampType) {
      long seconds = Math.floorDiv(row.getLong(ordinal), MICROS);
      out[offset] = local(java.time.Instant.ofEpochSecond(seconds).atZone(zone()));
      return null;
    }
    String text = row.getUTF8String(ordinal).toString().strip();
    if (text.isEmpty()) {
      return missing(out, offset);
    }
    try {
      out[offset] = seconds(text);
      return null;
    } catch (DateTimeException unreadable) {
      return new BadRow(BadRow.Reason.NOT_A_DATE, name, BadRow.quoted(text), allowed());
    }
  }

  private double seconds(String text) {
    if (formatter == null) {
      formatter = formatter(encoding.format());
    }
    TemporalAccessor read =
        formatter.parseBest(text, ZonedDateTime::from, LocalDateTime::from, LocalDate::from);
    if (read instanceof ZonedDateTime moment) {
      return local(moment.withZoneSameInstant(zone()));
    }
    LocalDateTime time =
        read instanceof LocalDate date ? date.atStartOfDay() : (LocalDateTime) read;
    return time.toEpochSecond(ZoneOffset.UTC);
  }

  private ZoneId zone() {
    if (zone == null) {
      zone = ZoneId.of(encoding.zone());
    }
    return zone;
  }

  private static double local(ZonedDateTime moment) {
    return moment.toLocalDateTime().toEpochSecond(ZoneOffset.UTC);
  }

  private String allowed() {
    return encoding.format().isEmpty()
        ? "a date such as 2024-05-31 or 2024-05-31 18:30:00 (another way of writing it takes a"
            + " format)"
        : "a date that is written as " + encoding.format();
  }
}
