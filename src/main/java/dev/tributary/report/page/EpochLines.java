package dev.tributary.report.page;

import java.util.ArrayList;
import java.util.List;

/**
 * The lines of {@code metrics.jsonl}, however many: of more than {@value #MOST}, every second one
 * is let go of, then every second one of those, and so on. The first and the latest are always
 * there.
 */
final class EpochLines {
  static final int MOST = 1000;

  private final List<String> kept = new ArrayList<>();
  private String latest = "";
  private long seen;
  private long stride = 1;

  EpochLines() {}

  /** A copy, which further epochs leave alone. */
  EpochLines(EpochLines other) {
    kept.addAll(other.kept);
    latest = other.latest;
    seen = other.seen;
    stride = other.stride;
  }

  /** The next epoch's line. */
  void add(String line) {
    if (seen % stride == 0) {
      kept.add(line);
      if (kept.size() > MOST) {
        halve();
      }
    }
    latest = line;
    seen++;
  }

  private void halve() {
    List<String> former = List.copyOf(kept);
    kept.clear();
    for (int i = 0; i < former.size(); i += 2) {
      kept.add(former.get(i));
    }
    stride *= 2;
  }

  /** Those that are kept, in order. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(kept);
    if (seen > 0 && (seen - 1) % stride != 0) {
      lines.add(latest);
    }
    return lines;
  }

  /** Every how many-th epoch is kept. */
  long stride() {
    return stride;
  }
}
