package dev.tributary.report;

import dev.tributary.nn.diagnosis.Figure;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.LayerFigures;
import dev.tributary.nn.diagnosis.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Measurements and findings as lines for a terminal. */
final class DiagnosisText {
  /** A row has nine columns: it keeps to this width, whatever the terminal's. */
  private static final int WIDTH = 98;

  private DiagnosisText() {}

  /** Such as {@code After 100 steps: loss 0.3120 on 719 rows}. */
  static String heading(Measurement measured) {
    String when = measured.when();
    return "%s: loss %s on %s"
        .formatted(
            when.substring(0, 1).toUpperCase(Locale.ROOT) + when.substring(1),
            Numbers.decimal(measured.loss()),
            Numbers.count(measured.rows(), "row"));
  }

  /** A row for each layer; cells without a meaning are empty. */
  static List<String> table(Measurement measured) {
    TextTable table =
        new TextTable()
            .left("layer")
            .right("mean")
            .right("std")
            .right("satur.")
            .right("dead")
            .right("gradient")
            .right("of last")
            .right("by output")
            .right("update");
    row(table, measured.input());
    measured.layers().forEach(layer -> row(table, layer));
    return table.lines(WIDTH);
  }

  static List<String> findings(List<Finding> findings, int width) {
    List<String> lines = new ArrayList<>();
    for (Finding finding : findings) {
      List<String> wrapped =
          HeaderText.wrap(
              finding.severity().name().toLowerCase(Locale.ROOT) + ": " + finding.text(),
              width - 2);
      for (int i = 0; i < wrapped.size(); i++) {
        lines.add((i == 0 ? "- " : "  ") + wrapped.get(i));
      }
    }
    return lines;
  }

  private static void row(TextTable table, LayerFigures layer) {
    table.row(
        layer.label(),
        number(layer.figure(Figure.MEAN)),
        number(layer.figure(Figure.DEVIATION)),
        share(layer.figure(Figure.SATURATED)),
        share(layer.figure(Figure.DEAD)),
        number(layer.figure(Figure.GRADIENT_NORM)),
        number(layer.figure(Figure.GRADIENT_RATIO)),
        number(layer.figure(Figure.OUTPUT_GRADIENT)),
        number(layer.figure(Figure.UPDATE_RATIO)));
  }

  private static String share(OptionalDouble share) {
    return share.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * share.getAsDouble());
  }

  private static String number(OptionalDouble figure) {
    if (figure.isEmpty()) {
      return "";
    }
    double value = figure.getAsDouble();
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "inf" : "-inf";
    }
    if (size == 0) {
      return "0";
    }
    if (size < 0.01 || size >= 1e5) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int decimals = size < 10 ? 3 : size < 100 ? 2 : 1;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
