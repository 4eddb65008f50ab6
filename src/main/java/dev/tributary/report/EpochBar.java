package dev.tributary.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/** The bar that fills while an epoch runs: drawn over itself, gone once the epoch is done. */
final class EpochBar implements AutoCloseable {
  private static final int REFRESH_MILLIS = 100;
  private static final int FIGURES = 45;
  private static final int LONGEST = 40;
  private static final int SHORTEST = 5;

  private final String name;
  private final long examples;
  private final LongSupplier nanoseconds;
  private final long start;
  private final Overwriting display;
  private final ProgressBar bar;

  private volatile Progress progress;

  /**
   * How far the epoch is.
   *
   * @param done examples trained
   * @param loss the mean loss so far
   * @param at nanoseconds since the epoch began
   */
  private record Progress(long done, double loss, long at) {}

  EpochBar(String name, long examples, PrintStream out, Terminal terminal) {
    this(name, examples, System::nanoTime, out, terminal);
  }

  EpochBar(
      String name, long examples, LongSupplier nanoseconds, PrintStream out, Terminal terminal) {
    this.name = name;
    this.examples = examples;
    this.nanoseconds = nanoseconds;
    this.start = nanoseconds.getAsLong();
    this.progress = new Progress(0, Double.NaN, 0);
    this.display = new Overwriting(out, terminal.width() - 1);
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(examples)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .setRenderer((state, length) -> terminal.printable(line(length)))
            .setConsumer(display)
            .build();
  }

  void progress(long done, double loss) {
    progress = new Progress(done, loss, nanoseconds.getAsLong() - start);
  }

  /** Such as {@code epoch 3/10 ███░░░ 47 % 71,200 examples/s loss 0.0712 3 s left}. */
  String line(int width) {
    Progress now = progress;
    double share = examples == 0 ? 1 : Math.min(1, (double) now.done / examples);
    String figures = "";
    if (now.done > 0 && now.at > 0) {
      double rate = now.done / (now.at / 1e9);
      double sinceThen = (nanoseconds.getAsLong() - start - now.at) / 1e9;
      double left = Math.max(0, (examples - now.done) / rate - sinceThen);
      figures =
          String.format(
              Locale.ROOT,
              "%7s examples/s  loss %6s  %s left",
              Numbers.rate(rate),
              Numbers.decimal(now.loss),
              Numbers.duration(Math.ceil(left)));
    }
    String percent = String.format(Locale.ROOT, "  %3d %%  ", (int) (100 * share));
    // As wide as figures usually are, so that the bar doesn't twitch.
    int right = percent.length() + Math.max(FIGURES, figures.length());
    int length = Math.min(LONGEST, width - TextTable.width(name) - 2 - right);
    if (length < SHORTEST) {
      return TextTable.shorten(name + percent + figures, width);
    }
    int full = (int) Math.round(share * length);
    return (name + "  " + "█".repeat(full) + "░".repeat(length - full) + percent + figures)
        .stripTrailing();
  }

  /** Prints lines above the bar, which goes on below them. */
  void above(List<String> lines) {
    display.above(lines);
  }

  /** Clears the bar's line. */
  @Override
  public void close() {
    bar.close();
    // A bar that is closed before it was first drawn is drawn then, and left standing.
    display.clear();
    display.close();
  }

  private static final class Overwriting implements ProgressBarConsumer {
    private final PrintStream out;
    private final int width;
    private boolean open = true;

    Overwriting(PrintStream out, int width) {
      this.out = out;
      this.width = width;
    }

    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public synchronized void accept(String line) {
      if (open) {
        out.print("\r" + line + "\u001b[K");
        out.flush();
      }
    }

    synchronized void above(List<String> lines) {
      out.print("\r\u001b[K");
      lines.forEach(out::println);
    }

    @Override
    public synchronized void clear() {
      accept("");
    }

    @Override
    public synchronized void close() {
      open = false;
    }
  }
}
