package dev.tributary.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One frame with lines in it, somewhere on a drawing. */
final class LinePlot {
  private static final int WORDS_TILTED = -35;
  private static final double WIDTH_OF_A_LETTER = 7;

  private final String title;
  private final Scale across;
  private final Scale up;
  private final List<Series> series = new ArrayList<>();
  private final Map<Double, String> marks = new LinkedHashMap<>();
  private final Map<Double, String> names = new LinkedHashMap<>();
  private double left;
  private double top;
  private double width;
  private double height;

  /** A line: points by place and height; heights that the scale doesn't hold leave a gap. */
  private static final class Series {
    private final String name;
    private final double[] xs;
    private final double[] ys;

    Series(String name, double[] xs, double[] ys) {
      this.name = name;
      this.xs = xs;
      this.ys = ys;
    }
  }

  LinePlot(String title, Scale across, Scale up) {
    this.title = title;
    this.across = across;
    this.up = up;
  }

  /**
   * Adds a line.
   *
   * @param name what the legend calls it
   * @param xs its points' places
   * @param ys their heights; those that the scale doesn't hold leave a gap
   */
  LinePlot series(String name, double[] xs, double[] ys) {
    series.add(new Series(name, xs, ys));
    return this;
  }

  /** A vertical line with words at its top. */
  LinePlot mark(double x, String words) {
    marks.put(x, words);
    return this;
  }

  /** A name below the axis, in place of its own ticks. */
  LinePlot name(double x, String words) {
    names.put(x, words);
    return this;
  }

  /** Draws it with its frame at this place. */
  void draw(
      SvgDocument svg, double frameLeft, double frameTop, double frameWidth, double frameHeight) {
    left = frameLeft;
    top = frameTop;
    width = frameWidth;
    height = frameHeight;
    svg.text(left, top - 12, "font-weight=\"600\"", title);
    for (double tick : up.ticks()) {
      double y = y(tick);
      svg.line("grid", left, y, left + width, y);
      svg.text(left - 8, y + 4, "class=\"faint\" text-anchor=\"end\"", up.label(tick));
    }
    drawNames(svg);
    marks.forEach(
        (x, words) -> {
          svg.line("mark", x(x), top, x(x), top + height);
          svg.text(x(x) - 5, top + 14, "class=\"faint\" text-anchor=\"end\"", words);
        });
    double legend = left + width;
    for (int i = series.size() - 1; i >= 0; i--) {
      drawSeries(svg, i);
      String name = series.get(i).name;
      legend -= name.length() * WIDTH_OF_A_LETTER;
      svg.text(legend, top - 12, "", name);
      svg.path(
          "line series" + i,
          "M%s %s h24".formatted(SvgDocument.number(legend - 30), SvgDocument.number(top - 16)));
      legend -= 46;
    }
  }

  private void drawNames(SvgDocument svg) {
    double y = top + height + 18;
    if (names.isEmpty()) {
      for (double tick : across.ticks()) {
        svg.line("grid", x(tick), top, x(tick), top + height);
        svg.text(x(tick), y, "class=\"faint\" text-anchor=\"middle\"", across.label(tick));
      }
    }
    names.forEach(
        (x, words) ->
            svg.text(
                x(x),
                y,
                "class=\"faint\" font-size=\"11\" text-anchor=\"end\" transform=\"rotate(%d %s %s)\""
                    .formatted(WORDS_TILTED, SvgDocument.number(x(x)), SvgDocument.number(y)),
                words));
  }

  private void drawSeries(SvgDocument svg, int number) {
    Series drawn = series.get(number);
    StringBuilder path = new StringBuilder();
    boolean joined = false;
    for (int i = 0; i < drawn.xs.length; i++) {
      if (!across.holds(drawn.xs[i]) || !up.holds(drawn.ys[i])) {
        joined = false;
        continue;
      }
      path.append(joined ? " L" : " M")
          .append(SvgDocument.number(x(drawn.xs[i])))
          .append(' ')
          .append(SvgDocument.number(y(drawn.ys[i])));
      joined = true;
    }
    if (!path.isEmpty()) {
      svg.path("line series" + number, path.toString().strip());
    }
    for (int i = 0; !names.isEmpty() && i < drawn.xs.length; i++) {
      if (across.holds(drawn.xs[i]) && up.holds(drawn.ys[i])) {
        svg.dot("dot" + number, x(drawn.xs[i]), y(drawn.ys[i]));
      }
    }
  }

  private double x(double value) {
    return left + width * across.place(value);
  }

  private double y(double value) {
    double share = Math.min(1, Math.max(0, up.place(value)));
    return top + height * (1 - share);
  }
}
