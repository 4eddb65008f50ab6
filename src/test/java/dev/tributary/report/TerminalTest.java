package dev.tributary.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void judgesByTheEnvironment() {
    assertThat(Terminal.of(true, Map.of("TERM", "xterm", "COLUMNS", "120"), UTF_8))
        .isEqualTo(new Terminal(true, true, true, 120));
    assertThat(Terminal.of(true, Map.of("NO_COLOR", "1"), UTF_8))
        .isEqualTo(new Terminal(true, false, true, 80));
    assertThat(Terminal.of(true, Map.of("NO_COLOR", ""), UTF_8).color()).isTrue();
    assertThat(Terminal.of(true, Map.of("TERM", "dumb"), US_ASCII))
        .isEqualTo(new Terminal(false, false, false, 80));
    assertThat(Terminal.of(false, Map.of("COLUMNS", "120"), UTF_8)).isEqualTo(Terminal.NONE);
    assertThat(Terminal.of(true, Map.of("COLUMNS", "wide"), UTF_8).width()).isEqualTo(80);
    assertThat(Terminal.of(true, Map.of("COLUMNS", "7"), UTF_8).width()).isEqualTo(40);
  }

  @Test
  void stylesOnlyWhereColorIsWanted() {
    assertThat(new Terminal(true, true, true, 80).bold("a")).isEqualTo("\u001b[1ma\u001b[0m");
    assertThat(new Terminal(true, false, true, 80).bold("a")).isEqualTo("a");
  }
}
