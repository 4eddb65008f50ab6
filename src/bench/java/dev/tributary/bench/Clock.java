package dev.tributary.bench;

import java.lang.management.ManagementFactory;

/** What a turn's time is. */
enum Clock {
  /** As on the wall: for contenders with threads of their own. */
  WALL {
    @Override
    long nanos() {
      return System.nanoTime();
    }
  },

  /** Of a processor that worked for the calling thread: others on the machine count less. */
  THREAD {
    @Override
    long nanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  };

  abstract long nanos();
}
