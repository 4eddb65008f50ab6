package dev.tributary.data;

import dev.tributary.config.Section;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Columns of dates: dates and timestamps as Spark has them, or texts.
 *
 * @param parts what is taken of a date, each a sine and a cosine
 * @param format how texts write it, as {@link DateTimeFormatter} has patterns; empty for ISO 8601
 * @param zone where clocks are read for a moment that is the same everywhere, such as a timestamp
 * @param indicator whether dates may be missing, which an input of its own then tells
 */
public record DateSettings(List<DatePart> parts, String format, String zone, Indicator indicator)
    implements FeatureSettings {
  private static final String PARTS = "parts";

  public DateSettings {
    parts = List.copyOf(parts);
  }

  static DateSettings read(Section entry) {
    String format = entry.string("format", "");
    try {
      DateReader.formatter(format);
    } catch (IllegalArgumentException unfit) {
      entry.problem(
          "format",
          "a pattern of Java's DateTimeFormatter, such as \"dd.MM.yyyy HH:mm\" ("
              + unfit.getMessage()
              + ")");
      format = "";
    }
    String zone = entry.string("zone", "UTC");
    try {
      ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      entry.problem("zone", "a time zone, such as UTC, +02:00 or Europe/Berlin");
      zone = "UTC";
    }
    return new DateSettings(
        parts(entry), format, zone, Indicator.of(entry.flag("indicator", false)));
  }

  private static List<DatePart> parts(Section entry) {
    Map<String, DatePart> known = new LinkedHashMap<>();
    for (DatePart part : DatePart.values()) {
      known.put(part.toString(), part);
    }
    List<DatePart> parts = new ArrayList<>();
    List<String> names = entry.strings(PARTS);
    for (String name : names) {
      DatePart part = known.get(name);
      if (part == null) {
        entry.complain(
            PARTS,
            "found \"%s\"; allowed is some of %s"
                .formatted(name, FeatureEntry.oneOf(name, known.keySet())));
      } else if (parts.contains(part)) {
        entry.complain(PARTS, "names " + name + " twice");
      } else {
        parts.add(part);
      }
    }
    if (entry.has(PARTS) && entry.isSound(PARTS) && names.isEmpty()) {
      entry.problem(PARTS, "some of " + String.join(", ", known.keySet()));
    }
    return parts.isEmpty() ? List.of(DatePart.MONTH) : parts;
  }

  @Override
  public DateEncoding unfitted(String column) {
    return new DateEncoding(column, parts, format, zone, indicator);
  }

  @Override
  public String words() {
    return "date, "
        + parts.stream().map(DatePart::toString).collect(Collectors.joining(" "))
        + (indicator == Indicator.USED ? ", indicator" : "");
  }
}
