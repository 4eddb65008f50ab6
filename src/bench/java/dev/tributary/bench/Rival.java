package dev.tributary.bench;

/** Another library's training of the same network on the same data, on the calling thread. */
interface Rival extends AutoCloseable {
  /** One step over the next minibatch; returns the loss, so that it must have been computed. */
  double step();

  @Override
  default void close() {}

  /** Sets one up. */
  interface Maker {
    Rival make(Topology topology, int batchSize, Digits digits);
  }
}
