package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "0.0712 | 0.0712",
        "2.302585 | 2.3026",
        "0.00512 | 0.00512",
        "0.0000712 | 7.12e-05",
        "54.3214 | 54.321",
        "-123.456 | -123.46",
        "2859.69 | 2,859.7",
        "12345678 | 1.23e+07",
        "NaN | NaN",
        "-Infinity | -infinite"
      })
  void decimals(double value, String text) {
    assertThat(Numbers.decimal(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0.978 | 97.8 %",
        "0 | 0.0 %",
        "1 | 100.0 %",
        "0.9995 | 99.95 %",
        "0.99949 | 99.9 %",
        "0.99999 | > 99.99 %"
      })
  void percentagesNeverRoundUpToAll(double share, String text) {
    assertThat(Numbers.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0.00",
        "8.341 | 8.34",
        "83.41 | 83",
        "834.1 | 834",
        "71234 | 71,200",
        "999999 | 1,000,000",
        "NaN | -"
      })
  void rates(double rate, String text) {
    assertThat(Numbers.rate(rate)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 s",
        "0.424 | 0.42 s",
        "0.996 | 1.0 s",
        "4.21 | 4.2 s",
        "9.96 | 10 s",
        "59.6 | 1m 00s",
        "72 | 1m 12s",
        "3599.7 | 1h 00m",
        "7500 | 2h 05m"
      })
  void durations(double seconds, String text) {
    assertThat(Numbers.duration(seconds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1 byte",
        "999 | 999 bytes",
        "1000 | 1.0 kB",
        "9949 | 9.9 kB",
        "9950 | 10 kB",
        "999600 | 1.0 MB",
        "1072840 | 1.1 MB",
        "45000000000 | 45 GB"
      })
  void bytes(long bytes, String text) {
    assertThat(Numbers.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void looksAlikeInEveryLanguage() {
    Locale usual = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Numbers.count(1234)).isEqualTo("1,234");
      assertThat(Numbers.decimal(0.5)).isEqualTo("0.5000");
      assertThat(new EpochBarTest().lineAfterHalf(79)).contains("50 %");
    } finally {
      Locale.setDefault(usual);
    }
  }
}
