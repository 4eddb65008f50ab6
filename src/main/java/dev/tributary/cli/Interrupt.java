package dev.tributary.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C. While training it asks for a clean end after the round, and a second one ends at once; at
 * any other time there is nothing to keep, and the first one ends the process.
 */
final class Interrupt implements AutoCloseable {
  static final int EXIT_CODE = 130;

  private static final String SIGNAL = "INT";

  private final AtomicBoolean training = new AtomicBoolean();
  private final AtomicBoolean received = new AtomicBoolean();
  private final Runnable onRequest;
  private final Object former;

  private Interrupt(Runnable onRequest) {
    this.onRequest = onRequest;
    this.former = Signals.register(SIGNAL, this::receive);
  }

  /** Takes over Ctrl-C; {@code onRequest} is told when a clean end was asked for. */
  static Interrupt install(Runnable onRequest) {
    return new Interrupt(onRequest);
  }

  /** From now on there is something to keep. */
  void trainingStarts() {
    training.set(true);
  }

  /** Whether training should end after this round. */
  boolean requested() {
    return received.get();
  }

  /** Gives Ctrl-C back. */
  @Override
  public void close() {
    Signals.unregister(SIGNAL, former);
  }

  private void receive() {
    if (!received.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    if (training.get()) {
      onRequest.run();
    } else {
      // Spark's hooks remove its temporary files.
      System.exit(EXIT_CODE);
    }
  }
}
