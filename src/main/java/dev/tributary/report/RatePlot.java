package dev.tributary.report;

import dev.tributary.optim.RateCurve;
import java.util.List;

/** A learning-rate range test, as SVG. */
public final class RatePlot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;

  private RatePlot() {}

  /** The drawing's text; losses above four times the first one leave the frame at its top. */
  public static String svg(String job, RateCurve curve) {
    List<RateCurve.Point> points = curve.points();
    double[] rates = points.stream().mapToDouble(RateCurve.Point::rate).toArray();
    double[] smoothed = points.stream().mapToDouble(RateCurve.Point::smoothed).toArray();
    double[] losses = points.stream().mapToDouble(RateCurve.Point::loss).toArray();
    double most = 0;
    for (double loss : smoothed) {
      most = Math.max(most, Math.min(loss, 1.5 * smoothed[0]));
    }
    SvgDocument svg =
        new SvgDocument(
            WIDTH,
            HEIGHT,
            "Learning-rate range test of " + job,
            "The loss of each step, and its smoothed course, over the learning rate, which grows"
                + " from step to step on a logarithmic axis.");
    svg.text(LEFT, 26, "font-size=\"16\" font-weight=\"600\"", job);
    LinePlot plot =
        new LinePlot(
                "Loss over the learning rate",
                Scale.decades(List.of(rates)),
                Scale.linear(0, 1.05 * most))
            .series("smoothed", rates, smoothed)
            .series("each step", rates, losses);
    curve.steepest().ifPresent(rate -> plot.mark(rate, "steepest"));
    curve.turning().ifPresent(rate -> plot.mark(rate, "starts to grow"));
    plot.draw(svg, LEFT, 72, WIDTH - LEFT - 30, HEIGHT - 130);
    svg.text(WIDTH / 2.0, HEIGHT - 14, "text-anchor=\"middle\"", "learning rate");
    return svg.end();
  }
}
