package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RangeTest {
  private static final double UP = Math.nextUp(1.0);
  private static final double DOWN = Math.nextDown(1.0);

  @Test
  void includesAndExcludesItsBounds() {
    assertThat(Range.between(0, 1)).satisfies(holds(0, 1, 0.5), lacks(-Double.MIN_VALUE, UP));
    assertThat(Range.fromBelow(0, 1)).satisfies(holds(0, DOWN), lacks(-Double.MIN_VALUE, 1, UP));
    assertThat(Range.inside(0, 1)).satisfies(holds(Double.MIN_VALUE, DOWN), lacks(0, 1, -1, 2));
    assertThat(Range.positive()).satisfies(holds(Double.MIN_VALUE, 1e300), lacks(0, -1));
    assertThat(Range.atLeast(1)).satisfies(holds(1, 2, 1e300), lacks(DOWN, 0, -1));
    assertThat(Range.any()).satisfies(holds(0, -1e300, 1e300));
  }

  @Test
  void holdsFiniteNumbersOnly() {
    for (Range range : new Range[] {Range.any(), Range.positive(), Range.atLeast(0)}) {
      assertThat(range)
          .satisfies(lacks(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
    }
  }

  @Test
  void saysWhatItAllows() {
    assertThat(Range.between(0, 1).allowed()).isEqualTo("from 0 to 1");
    assertThat(Range.fromBelow(0, 0.5).allowed()).isEqualTo("at least 0 and less than 0.5");
    assertThat(Range.inside(-1, 1).allowed()).isEqualTo("greater than -1 and less than 1");
    assertThat(Range.positive().allowed()).isEqualTo("greater than 0");
    assertThat(Range.atLeast(1).allowed()).isEqualTo("at least 1");
  }

  private static Consumer<Range> holds(double... values) {
    return range -> {
      for (double value : values) {
        assertThat(range.contains(value)).as("%s holds %s", range, value).isTrue();
      }
    };
  }

  private static Consumer<Range> lacks(double... values) {
    return range -> {
      for (double value : values) {
        assertThat(range.contains(value)).as("%s holds %s", range, value).isFalse();
      }
    };
  }
}
