package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EpochBarTest {
  private static final EpochBar.Epoch THIRD =
      new EpochBar.Epoch("epoch 3/10", 60_000, "valid. accuracy 97.1 %", seconds -> 7 * seconds);

  private final AtomicLong clock = new AtomicLong(5_000_000_000L);
  private final AtomicInteger window = new AtomicInteger(80);
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(screen, true, UTF_8);
  private final Terminal terminal = new Terminal(true, true, true, window::get);

  private EpochBar bar(EpochBar.Epoch epoch) {
    return new EpochBar(epoch, clock::get, out, terminal);
  }

  String lineAfterHalf(int width) {
    try (EpochBar bar = bar(THIRD)) {
      clock.addAndGet(1_500_000_000L);
      bar.progress(41, 30_000, 0.07123);
      clock.addAndGet(400_000_000L);
      return bar.line(width);
    }
  }

  @Test
  void showsHowFarItIs() {
    // 20,000 rows a second: 30,000 more take 1.5 s, of which 0.4 have passed; 7 epochs take 3 s.
    assertThat(lineAfterHalf(79))
        .isEqualTo("epoch 3/10  ████░░░░   50 %  20,000 rows/s  loss 0.0712  2.0 s left  run 23 s")
        .hasSizeLessThan(80);
  }

  @Test
  void showsMoreWhereThereIsRoomAndTheMostImportantWhereThereIsNot() {
    assertThat(lineAfterHalf(140))
        .isEqualTo(
            "epoch 3/10  ████████████████░░░░░░░░░░░░░░░░   50 %  round 41     20,000 rows/s"
                + "  loss 0.0712  valid. accuracy 97.1 %  2.0 s left  run 23 s");
    assertThat(lineAfterHalf(60))
        .isEqualTo("epoch 3/10   50 %  20,000 rows/s  loss 0.0712  2.0 s left");
    assertThat(lineAfterHalf(42)).isEqualTo("epoch 3/10   50 %  loss 0.0712  2.0 s left");
    assertThat(lineAfterHalf(40)).isEqualTo("epoch 3/10  █████░░░░   50 %  2.0 s left");
    assertThat(lineAfterHalf(30)).isEqualTo("epoch 3/10   50 %  2.0 s left");
    assertThat(lineAfterHalf(17)).isEqualTo("epoch 3/10   50 %");
    assertThat(lineAfterHalf(12)).isEqualTo("epoch 3/10 …");
  }

  @Test
  void staysAsLongFromEpochToEpoch() {
    try (EpochBar bar = bar(THIRD)) {
      String before = bar.line(120);
      clock.addAndGet(1_500_000_000L);
      bar.progress(1_234, 30_000, 0.07123);
      assertThat(bar.line(120).indexOf(" 50 %")).isEqualTo(before.indexOf("  0 %"));
      assertThat(before).startsWith("epoch 3/10  ░").endsWith("  0 %");
    }
  }

  @Test
  void fitsWhateverTheWidth() {
    EpochBar.Epoch longest =
        new EpochBar.Epoch("epoch 1000/1000", 1_000_000, "valid. RMSE 123.456", seconds -> 0);
    try (EpochBar bar = bar(longest)) {
      for (int width = 1; width < 200; width++) {
        assertThat(TextTable.width(bar.line(width))).isLessThanOrEqualTo(width);
      }
      clock.incrementAndGet();
      bar.progress(1_234_567, 999_999, 123.456);
      for (int width = 1; width < 200; width++) {
        assertThat(TextTable.width(bar.line(width))).isLessThanOrEqualTo(width);
      }
      assertThat(bar.line(150))
          .contains("99 %", "loss 123.46", "round 1,234,567")
          .doesNotContain("100 %");
    }
  }

  @Test
  void followsTheWindow() throws Exception {
    try (EpochBar bar = bar(THIRD)) {
      clock.addAndGet(1_500_000_000L);
      bar.progress(41, 30_000, 0.07123);
      window.set(43);
      screen.reset();
      while (!screen.toString(UTF_8).contains("\u001b[K")) {
        Thread.sleep(10);
      }
      String drawn = screen.toString(UTF_8).split("\u001b", 2)[0];
      assertThat(drawn).isEqualTo("\repoch 3/10   50 %  loss 0.0712  2.0 s left");
    }
  }

  @Test
  void isGoneWhenItIsClosedAndLetsLinesThroughBefore() {
    try (EpochBar bar = bar(new EpochBar.Epoch("epoch 1", 10, "", seconds -> -1))) {
      bar.above(List.of("a remark"));
    }
    String text = screen.toString(UTF_8);
    assertThat(text).contains("epoch 1", "\r\u001b[Ka remark\n").endsWith("\r\u001b[K");
    assertThat(text.indexOf('\n')).isEqualTo(text.lastIndexOf('\n'));
  }
}
