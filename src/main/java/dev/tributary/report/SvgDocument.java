package dev.tributary.report;

import java.util.Locale;

/**
 * A drawing as SVG text: grown piece by piece, readable on light and on dark, with a title and a
 * description for those who can't see it.
 */
final class SvgDocument {
  private static final String STYLE =
      """
        <style>
          .paper { fill: #ffffff }
          text { fill: #24292f }
          .faint { fill: #57606a }
          .grid { stroke: #d0d7de; stroke-width: 1 }
          .mark { stroke: #57606a; stroke-width: 1.5; stroke-dasharray: 2 4 }
          .line { fill: none; stroke-width: 2.2; stroke-linejoin: round }
          .series0 { stroke: #0969da } .dot0 { fill: #0969da }
          .series1 { stroke: #bc4c00; stroke-dasharray: 7 4 } .dot1 { fill: #bc4c00 }
          @media (prefers-color-scheme: dark) {
            .paper { fill: #0d1117 }
            text { fill: #e6edf3 }
            .faint { fill: #9198a1 }
            .grid { stroke: #30363d }
            .mark { stroke: #9198a1 }
            .series0 { stroke: #58a6ff } .dot0 { fill: #58a6ff }
            .series1 { stroke: #f0883e } .dot1 { fill: #f0883e }
          }
        </style>
      """;

  private final StringBuilder text = new StringBuilder();

  SvgDocument(int width, int height, String title, String description) {
    text.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img"
             aria-labelledby="title description" font-size="13"
             font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif">
          <title id="title">%3$s</title>
          <desc id="description">%4$s</desc>
        """
            .formatted(width, height, escaped(title), escaped(description)));
    text.append(STYLE);
    text.append("  <rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height));
  }

  /** Text at a point. */
  SvgDocument text(double x, double y, String attributes, String words) {
    text.append(
        "  <text x=\"%s\" y=\"%s\" %s>%s</text>\n"
            .formatted(number(x), number(y), attributes, escaped(words)));
    return this;
  }

  SvgDocument line(String kind, double x1, double y1, double x2, double y2) {
    text.append(
        "  <line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>\n"
            .formatted(kind, number(x1), number(y1), number(x2), number(y2)));
    return this;
  }

  /** A path of {@code M} and {@code L} commands. */
  SvgDocument path(String kind, String commands) {
    text.append("  <path class=\"%s\" d=\"%s\"/>\n".formatted(kind, commands));
    return this;
  }

  SvgDocument dot(String kind, double x, double y) {
    text.append(
        "  <circle class=\"%s\" cx=\"%s\" cy=\"%s\" r=\"2.8\"/>\n"
            .formatted(kind, number(x), number(y)));
    return this;
  }

  /** The whole document. */
  String end() {
    return text + "</svg>\n";
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Names come from job files and data; control characters aren't allowed in XML at all. */
  static String escaped(String words) {
    return TextTable.clean(words)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
