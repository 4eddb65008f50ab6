package dev.tributary.interop.dl4j;

import org.nd4j.linalg.factory.Nd4j;

/** How many threads ND4J's native code uses: those of one task, not of the machine. */
public final class Threads {
  private static int used;

  private Threads() {}

  /** From now on, in this JVM. */
  public static synchronized void use(int threads) {
    if (used != threads) {
      Nd4j.getEnvironment().setMaxMasterThreads(threads);
      Nd4j.getEnvironment().setMaxThreads(threads);
      used = threads;
    }
  }
}
