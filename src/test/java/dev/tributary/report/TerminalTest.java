package dev.tributary.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TerminalTest {
  private final AtomicInteger window = new AtomicInteger(100);

  private Terminal of(boolean attached, Map<String, String> environment) {
    return Terminal.of(attached, environment, window::get, UTF_8);
  }

  @Test
  void theEnvironmentDecides() {
    Terminal usual = of(true, Map.of("TERM", "xterm"));
    assertThat(usual.interactive() && usual.color() && usual.unicode()).isTrue();

    assertThat(of(true, Map.of("NO_COLOR", "1")).interactive()).isTrue();
    assertThat(of(true, Map.of("NO_COLOR", "1")).color()).isFalse();
    assertThat(of(true, Map.of("NO_COLOR", "")).color()).isTrue();

    Terminal dumb = Terminal.of(true, Map.of("TERM", "dumb"), window::get, US_ASCII);
    assertThat(dumb.interactive() || dumb.color() || dumb.unicode()).isFalse();
    assertThat(dumb.width()).isEqualTo(80);
  }

  @Test
  void aFileOrAPipeIs80Wide() {
    Terminal pipe = of(false, Map.of("COLUMNS", "120"));
    assertThat(pipe.interactive() || pipe.color()).isFalse();
    assertThat(pipe.width()).isEqualTo(80);
  }

  @Test
  void followsTheWindowUnlessColumnsAreGiven() {
    Terminal terminal = of(true, Map.of());
    assertThat(terminal.width()).isEqualTo(100);
    window.set(55);
    assertThat(terminal.width()).isEqualTo(55);
    window.set(20);
    assertThat(terminal.width()).isEqualTo(40);
    assertThat(terminal.columns().getAsInt()).isEqualTo(20);
    window.set(0);
    assertThat(terminal.width()).isEqualTo(80);

    assertThat(of(true, Map.of("COLUMNS", "120")).width()).isEqualTo(120);
    assertThat(of(true, Map.of("COLUMNS", "7")).width()).isEqualTo(40);
    assertThat(of(true, Map.of("COLUMNS", "wide")).width()).isEqualTo(80);
  }

  @Test
  void stylesOnlyWhereColorIsWanted() {
    assertThat(new Terminal(true, true, true, 80).bold("a")).isEqualTo("\u001b[1ma\u001b[0m");
    assertThat(new Terminal(true, false, true, 80).bold("a")).isEqualTo("a");
  }

  @Test
  void whatIsNoTerminalIsToldFromOneThatIs() {
    // Tests write to a pipe.
    assertThat(Window.isThere()).isFalse();
    assertThat(Window.columns()).isZero();
  }
}
