package dev.tributary.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C. While training it asks for a clean end after the round, and a second one ends at once; at
 * any other time the first one ends at once.
 */
final class Interrupt {
  static final int EXIT_CODE = 130;

  private final AtomicBoolean training = new AtomicBoolean();
  private final AtomicBoolean requested = new AtomicBoolean();
  private final Runnable onRequest;

  private Interrupt(Runnable onRequest) {
    this.onRequest = onRequest;
  }

  /** Takes over Ctrl-C; {@code onRequest} is told when a clean end was asked for. */
  static Interrupt install(Runnable onRequest) {
    Interrupt interrupt = new Interrupt(onRequest);
    Object unused = Signals.register("INT", interrupt::received);
    return interrupt;
  }

  /** From now on there is something to keep. */
  void trainingStarts() {
    training.set(true);
  }

  /** Whether training should end after this round. */
  boolean requested() {
    return requested.get();
  }

  private void received() {
    if (!training.get() || !requested.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    onRequest.run();
  }
}
