package dev.tributary.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "0.123456789, 0.12346",
    "-0.123456789, -0.12346",
    "71234.5678, 71235.0",
    "987654321, 9.8765E8",
    "0.3, 0.3",
    "1e-7, 1.0E-7",
    "1.23456789e-20, 1.2346E-20",
    "1.23456789e30, 1.2346E30",
    "99999.96, 100000.0",
    "4.9e-324, 4.9E-324"
  })
  void fiveAreKept(double value, String written) {
    assertThat(Digits.few(value)).hasToString(written);
  }

  @Test
  void theyAreNear() {
    for (double value = 1e-12; value < 1e12; value *= 1.37) {
      assertThat(Digits.few(value)).isCloseTo(value, within(value * 5.1e-5));
      assertThat(new BigDecimal(Digits.few(value).toString()).stripTrailingZeros().precision())
          .isLessThanOrEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsNothing(double value) {
    assertThat(Digits.few(value)).isNull();
  }
}
