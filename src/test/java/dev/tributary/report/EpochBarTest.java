package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpochBarTest {
  private final AtomicLong clock = new AtomicLong(5_000_000_000L);
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(screen, true, UTF_8);
  private final Terminal terminal = new Terminal(true, true, true, 80);

  String lineAfterHalf() {
    try (EpochBar bar = new EpochBar("epoch 3/10", 60_000, clock::get, out, terminal)) {
      clock.addAndGet(1_500_000_000L);
      bar.progress(30_000, 0.07123);
      clock.addAndGet(400_000_000L);
      return bar.line(79);
    }
  }

  @Test
  void showsHowFarItIs() {
    assertThat(lineAfterHalf())
        .isEqualTo("epoch 3/10  ███████░░░░░░   50 %   20,000 examples/s  loss 0.0712  2.0 s left")
        .hasSizeLessThan(80);
  }

  @Test
  void fitsWhateverTheWidth() {
    try (EpochBar bar = new EpochBar("epoch 1000/1000", 1_000_000, clock::get, out, terminal)) {
      for (int width = 39; width < 200; width++) {
        assertThat(TextTable.width(bar.line(width))).isLessThanOrEqualTo(width);
      }
      clock.incrementAndGet();
      bar.progress(999_999, 123.456);
      for (int width = 39; width < 200; width++) {
        assertThat(TextTable.width(bar.line(width))).isLessThanOrEqualTo(width);
      }
      assertThat(bar.line(150)).contains("99 %", "loss 123.46").doesNotContain("100 %");
    }
  }

  @Test
  void isGoneWhenItIsClosedAndLetsLinesThroughBefore() {
    try (EpochBar bar = new EpochBar("epoch 1", 10, clock::get, out, terminal)) {
      bar.above(List.of("a remark"));
    }
    String text = screen.toString(UTF_8);
    assertThat(text).contains("epoch 1", "\r\u001b[Ka remark\n").endsWith("\r\u001b[K");
    assertThat(text.indexOf('\n')).isEqualTo(text.lastIndexOf('\n'));
  }
}
