package dev.tributary.ml;

import java.util.Objects;
import org.apache.spark.ml.util.Identifiable$;

/**
 * A stage's uid, which the constructors of Spark's classes ask for before ours have run.
 *
 * <p>Scala sets it before it calls the constructor above. Java can't; so the uid waits here, with
 * the thread that constructs, for the one who asks first.
 */
final class GivenUid {
  private static final ThreadLocal<String> WAITING = new ThreadLocal<>();
  private static final GivenUid HELD = new GivenUid();

  private GivenUid() {}

  /** Holds a uid for the stage that this thread constructs next. */
  static GivenUid of(String uid) {
    WAITING.set(Objects.requireNonNull(uid, "uid"));
    return HELD;
  }

  /** Holds a new one. */
  static GivenUid random(String prefix) {
    return of(Identifiable$.MODULE$.randomUID(prefix));
  }

  /** The uid that waits. */
  static String take() {
    String uid = WAITING.get();
    WAITING.remove();
    return uid;
  }
}
