package dev.tributary.bench;

/** Measures something and prints a table of it. */
interface Benchmark {
  /** What is measured, for people. */
  String title();

  void run() throws Exception;
}
