package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.optim.RateCurve;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlotTest {
  @Test
  void aLogarithmicScaleHoldsWholeDecades() {
    Scale scale = Scale.decades(List.of(new double[] {0.02, Double.NaN, 0, -3, 40}));

    assertThat(scale.low()).isCloseTo(0.01, within(1e-12));
    assertThat(scale.high()).isCloseTo(100, within(1e-9));
    assertThat(scale.place(1)).isCloseTo(0.5, within(1e-12));
    assertThat(scale.ticks().stream().map(scale::label))
        .containsExactly("0.01", "0.1", "1", "10", "100");
    assertThat(scale.holds(0)).isFalse();
    assertThat(scale.holds(Double.POSITIVE_INFINITY)).isFalse();
  }

  @Test
  void manyDecadesHaveFewTicks() {
    Scale scale = Scale.decades(List.of(new double[] {1e-30, 1}));

    assertThat(scale.ticks()).hasSizeBetween(2, 10);
    assertThat(scale.label(1e-30)).isEqualTo("1e-30");
  }

  @Test
  void aLinearScaleHasRoundTicks() {
    Scale scale = Scale.linear(0, 3.3);

    assertThat(scale.place(3.3)).isEqualTo(1);
    assertThat(scale.ticks().stream().map(scale::label)).containsExactly("0", "1", "2", "3");
  }

  @Test
  void namesAreEscaped() {
    String svg = new SvgDocument(10, 10, "<a> & \"b\"", "c\u0007").end();

    assertThat(svg).contains("&lt;a&gt; &amp; &quot;b&quot;</title>", ">c?</desc>");
  }

  @Test
  void aLineLeavesAGapWhereThereIsNoFigure() {
    SvgDocument svg = new SvgDocument(100, 100, "", "");
    double[] places = {0, 1, 2, 3};
    new LinePlot("", Scale.linear(0, 3), Scale.linear(0, 1))
        .series("s", places, new double[] {0, 1, Double.NaN, 1})
        .draw(svg, 0, 0, 30, 10);

    assertThat(svg.end()).contains("d=\"M0.0 10.0 L10.0 0.0 M30.0 0.0\"");
  }

  @Test
  void rateCurvesAreTablesOfTwentyLinesAtMost() {
    RateCurve curve = new RateCurve();
    for (int i = 0; i < 100; i++) {
      curve.add(1e-4 * Math.pow(1.1, i), 2 - 0.01 * i);
    }

    assertThat(RateText.table(curve, 78)).hasSize(21).allMatch(line -> line.length() <= 78);
    assertThat(RateText.heading(curve)).isEqualTo("100 steps; the loss did not run away");
    assertThat(RateText.suggestion(curve).get("in the job file"))
        .matches("training.learning-rate = [0-9.e-]+");
    assertThat(RateText.suggestion(new RateCurve()).get("suggestion")).startsWith("none");
  }

  @Test
  void figuresInListsThatAreNotFiniteAreLeftOut() {
    assertThat(
            Json.line(Map.of("layers", List.of(Map.of("mean", Double.NaN), Map.of("mean", 1.5)))))
        .isEqualTo("{\"layers\":[{},{\"mean\":1.5}]}\n");
  }
}
