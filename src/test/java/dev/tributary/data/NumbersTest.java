package dev.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading numbers from text. */
class NumbersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "1",
        "+1",
        "-1.5",
        ".5",
        "5.",
        " 7\t",
        "1e3",
        "-1E-7",
        "123456789012345",
        "1234567890123456789",
        "0.1",
        "3.141592653589793",
        "00012.50",
        "4.9e-324",
        "1e400",
        "9007199254740993",
        "2.2250738585072011e-308",
        "2.4703282292062328e-324",
        "1.7976931348623159e308",
        "8.5e22",
        "999999999999999.9",
        "-.25"
      })
  void readsAsJavaDoes(String text) {
    assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        ".",
        "-.",
        "a",
        "1a",
        "1 2",
        "1,5",
        "--1",
        "1.2.3",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "Infinity",
        "e5",
        "١"
      })
  void refusesWhatIsNoNumber(String text) {
    assertThat(parse(text)).isNaN();
  }

  @Test
  void randomDecimalsReadAsJavaReadsThem() {
    Random random = new Random(3);
    for (int i = 0; i < 100_000; i++) {
      String text = Math.round(random.nextGaussian() * 1e7) / Math.pow(10, random.nextInt(8)) + "";
      assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
    }
  }

  @Test
  void allDigitsOfADoubleReadAsJavaReadsThem() {
    Random random = new Random(4);
    for (int i = 0; i < 200_000; i++) {
      double any = Double.longBitsToDouble(random.nextLong());
      double usual = random.nextGaussian();
      for (String text : new String[] {any + "", usual + "", usual + "1"}) {
        if (Double.isFinite(any)) {
          assertThat(parse(text)).isEqualTo(Double.parseDouble(text));
        }
      }
    }
  }

  @Test
  void wordsForNumbersThatAreNotFinite() {
    assertThat(
            java.util.stream.Stream.of("nan", "NaN", " -inf", "+Infinity", "INF")
                .allMatch(Numbers::isNotFinite))
        .isTrue();
    assertThat(
            java.util.stream.Stream.of("", "none", "infinite", "1", "--inf")
                .noneMatch(Numbers::isNotFinite))
        .isTrue();
  }

  private static double parse(String text) {
    return Numbers.parse(UTF8String.fromString(text));
  }
}
