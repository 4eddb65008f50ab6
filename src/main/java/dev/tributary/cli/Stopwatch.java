package dev.tributary.cli;

/** Wall time since it was made. */
final class Stopwatch {
  private final long started = System.nanoTime();

  double seconds() {
    return seconds(System.nanoTime() - started);
  }

  static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
