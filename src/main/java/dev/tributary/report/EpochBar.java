package dev.tributary.report;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The line that tells how far an epoch is: drawn over itself, gone once the epoch is done. Of its
 * figures it shows as many as there is room for, the most important first.
 */
final class EpochBar implements AutoCloseable {
  private static final int REFRESH_MILLIS = 100;
  private static final int LONGEST = 40;
  private static final int SHORTEST = 6;

  /** What goes on where there is less room, the most important first. */
  private static final int LEFT = 0;

  private static final int LOSS = 1;
  private static final int RATE = 2;
  private static final int RUN = 3;
  private static final int VALIDATION = 4;
  private static final int ROUND = 5;

  private static final List<Integer> IN_ORDER = List.of(ROUND, RATE, LOSS, VALIDATION, LEFT, RUN);

  private final Epoch epoch;
  private final LongSupplier nanoseconds;
  private final long start;
  private final Overwriting display;
  private final ProgressBar bar;

  private volatile Progress progress;

  /**
   * What is known before.
   *
   * @param name such as {@code epoch 3/10}
   * @param examples how many it will train on
   * @param validation the last result on the validation data; empty if there is none
   * @param after seconds that all that comes after it will take; negative if unknown
   */
  record Epoch(String name, long examples, String validation, DoubleUnaryOperator after) {}

  /**
   * How far the epoch is.
   *
   * @param round of the whole run
   * @param done examples trained
   * @param loss the mean loss so far
   * @param at nanoseconds since the epoch began
   */
  private record Progress(long round, long done, double loss, long at) {}

  EpochBar(Epoch epoch, PrintStream out, Terminal terminal) {
    this(epoch, System::nanoTime, out, terminal);
  }

  EpochBar(Epoch epoch, LongSupplier nanoseconds, PrintStream out, Terminal terminal) {
    this.epoch = epoch;
    this.nanoseconds = nanoseconds;
    this.start = nanoseconds.getAsLong();
    this.progress = new Progress(0, 0, Double.NaN, 0);
    this.display = new Overwriting(out, terminal.columns());
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(epoch.examples)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .continuousUpdate()
            .clearDisplayOnFinish()
            .setRenderer((state, length) -> terminal.printable(line(length)))
            .setConsumer(display)
            .build();
  }

  void progress(long round, long done, double loss) {
    progress = new Progress(round, done, loss, nanoseconds.getAsLong() - start);
  }

  /** Such as {@code epoch 3/10 ███░░░ 47 % 71,200 rows/s loss 0.0712 3 s left (run 42 s)}. */
  String line(int width) {
    Progress now = progress;
    double share = epoch.examples == 0 ? 1 : Math.min(1, (double) now.done / epoch.examples);
    String percent = String.format(Locale.ROOT, "%3d %%", (int) (100 * share));
    String[] figures = now.done > 0 && now.at > 0 ? figures(now) : blank();
    int used = TextTable.width(epoch.name) + 2 + percent.length();
    boolean[] shown = new boolean[figures.length];
    boolean drawn = false;
    for (int rank = 0; rank < figures.length; rank++) {
      if (rank == VALIDATION) {
        drawn = used + SHORTEST + 2 <= width;
        used += drawn ? SHORTEST + 2 : 0;
      }
      int more = figures[rank] == null ? 0 : TextTable.width(figures[rank]) + 2;
      shown[rank] = more > 0 && used + more <= width;
      used += shown[rank] ? more : 0;
    }
    StringBuilder line = new StringBuilder(epoch.name).append("  ");
    if (drawn) {
      int length = Math.min(LONGEST, SHORTEST + width - used);
      int full = (int) Math.round(share * length);
      line.append("█".repeat(full)).append("░".repeat(length - full)).append("  ");
    }
    line.append(percent);
    for (int rank : IN_ORDER) {
      if (shown[rank]) {
        line.append("  ").append(figures[rank]);
      }
    }
    return TextTable.shorten(line.toString().stripTrailing(), width);
  }

  /** Each as wide as it usually is, so that the bar doesn't twitch. */
  private String[] figures(Progress now) {
    double rate = now.done / (now.at / 1e9);
    double sinceThen = (nanoseconds.getAsLong() - start - now.at) / 1e9;
    double left = Math.max(0, (epoch.examples - now.done) / rate - sinceThen);
    double after = epoch.after.applyAsDouble(epoch.examples / rate);
    String[] figures = new String[ROUND + 1];
    figures[LEFT] = padded(Numbers.duration(Math.ceil(left)) + " left", 10);
    figures[LOSS] = padded("loss " + Numbers.decimal(now.loss), 11);
    figures[RATE] = String.format(Locale.ROOT, "%6s rows/s", Numbers.rate(rate));
    if (after >= 0) {
      figures[RUN] = padded("run " + Numbers.duration(Math.ceil(left + after)), 10);
    }
    if (!epoch.validation.isEmpty()) {
      figures[VALIDATION] = epoch.validation;
    }
    figures[ROUND] = padded("round " + Numbers.count(now.round), 11);
    return figures;
  }

  /** As wide as figures usually are, so that the bar stays as long as it was in the last epoch. */
  private String[] blank() {
    String[] figures = new String[ROUND + 1];
    figures[LEFT] = padded("", 10);
    figures[LOSS] = padded("", 11);
    figures[RATE] = padded("", 13);
    figures[RUN] = epoch.after.applyAsDouble(0) >= 0 ? padded("", 10) : null;
    figures[VALIDATION] = epoch.validation.isEmpty() ? null : padded("", epoch.validation.length());
    figures[ROUND] = padded("", 11);
    return figures;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
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
    private final IntSupplier columns;
    private boolean open = true;

    Overwriting(PrintStream out, IntSupplier columns) {
      this.out = out;
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      return columns.getAsInt() - 1;
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
