package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTest {
  @ParameterizedTest
  @CsvSource({
    "1Gbit, 125e6",
    "100Mbit, 12.5e6",
    "100 Mbit/s, 12.5e6",
    "2.5Gbps, 312.5e6",
    "125MB, 125e6",
    "64kB/s, 64e3",
    "800bit, 100"
  })
  void readsBitsAndBytes(String text, double bytesPerSecond) {
    assertThat(Bandwidth.of(text).bytesPerSecond()).isEqualTo(bytesPerSecond);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "100", "0Mbit", "-1Gbit", "1Tbit", "1 G", "1Mb", "1MBit x"})
  void refusesAllElse(String text) {
    assertThatThrownBy(() -> Bandwidth.of(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "Invalid --bandwidth: found \""
                + text
                + "\"; allowed is a number greater than 0 and a"
                + " unit, as in 1Gbit, 100Mbit or 125MB (a second): bit or B, with k, M or G before"
                + " it.");
  }
}
