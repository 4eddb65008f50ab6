package dev.tributary.report;

import dev.tributary.optim.RateCurve;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** A learning-rate range test in words and figures. */
public final class RateText {
  private static final int LINES = 20;
  private static final int BAR = 40;

  /** Cells that the columns before the bar take. */
  private static final int FIGURES = 30;

  private RateText() {}

  /** Such as {@code 143 steps, until the loss ran away}. */
  static String heading(RateCurve curve) {
    return Numbers.count(curve.points().size(), "step")
        + (curve.runaway() ? ", until the loss ran away" : "; the loss did not run away");
  }

  /** Some twenty of the steps, with a bar for the smoothed loss. */
  static List<String> table(RateCurve curve, int width) {
    List<RateCurve.Point> points = curve.points();
    double most = 0;
    for (RateCurve.Point point : points) {
      most = Math.max(most, point.smoothed());
    }
    TextTable table = new TextTable().right("rate").right("loss").right("smoothed").left("");
    int longest = Math.max(1, Math.min(BAR, width - FIGURES));
    int lines = Math.min(LINES, points.size());
    for (int i = 0; i < lines; i++) {
      int at = lines == 1 ? 0 : (int) ((long) i * (points.size() - 1) / (lines - 1));
      RateCurve.Point point = points.get(at);
      int bar = most > 0 ? (int) Math.round(longest * point.smoothed() / most) : 0;
      table.row(
          rate(point.rate()),
          Numbers.decimal(point.loss()),
          Numbers.decimal(point.smoothed()),
          "█".repeat(bar));
    }
    return table.lines(width);
  }

  /** What follows from it, and the line for the job file. */
  static Map<String, String> suggestion(RateCurve curve) {
    Map<String, String> lines = new LinkedHashMap<>();
    OptionalDouble suggestion = curve.suggestion();
    if (suggestion.isEmpty()) {
      lines.put(
          "suggestion",
          "none: the loss never falls. Try more --steps or a lower --from; submit/tributary diagnose"
              + " tells what keeps the network from learning.");
      return lines;
    }
    curve.steepest().ifPresent(rate -> lines.put("steepest descent", rate(rate)));
    curve
        .turning()
        .ifPresent(
            rate ->
                lines.put(
                    "starts to grow",
                    rate(rate) + "; a tenth of it: " + rate(curve.cautious().orElseThrow())));
    lines.put("in the job file", "training.learning-rate = " + rate(suggestion.getAsDouble()));
    return lines;
  }

  /** The test as JSON. */
  public static String json(String job, RateCurve curve) {
    return Json.indented(tree(job, curve));
  }

  /** The same as a tree. */
  static Map<String, Object> tree(String job, RateCurve curve) {
    List<Map<String, Object>> points = new ArrayList<>();
    for (RateCurve.Point point : curve.points()) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("rate", point.rate());
      entry.put("loss", point.loss());
      entry.put("smoothed", point.smoothed());
      points.add(entry);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("job", job);
    curve.suggestion().ifPresent(rate -> json.put("suggestion", rate));
    curve.steepest().ifPresent(rate -> json.put("steepest", rate));
    curve.turning().ifPresent(rate -> json.put("startsToGrow", rate));
    json.put("ranAway", curve.runaway());
    json.put("points", points);
    return json;
  }

  /** Two digits, as job files take them: more would promise too much. */
  private static String rate(double rate) {
    return new BigDecimal(rate)
        .round(new MathContext(2))
        .stripTrailingZeros()
        .toString()
        .replace("E", "e");
  }
}
