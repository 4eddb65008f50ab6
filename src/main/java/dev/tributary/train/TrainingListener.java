package dev.tributary.train;

import dev.tributary.optim.Rollback;
import java.util.List;

/** Is told how training goes, on the driver's thread. */
public interface TrainingListener {
  /** Nobody listens. */
  TrainingListener SILENT =
      new TrainingListener() {
        @Override
        public void epochStarted(int epoch, long examples) {}

        @Override
        public void roundFinished(FinishedRound round) {}

        @Override
        public void epochFinished(EpochResult result) {}
      };

  /** Tells each of some listeners, in their order. */
  static TrainingListener all(List<TrainingListener> listeners) {
    List<TrainingListener> each = List.copyOf(listeners);
    return new TrainingListener() {
      @Override
      public void epochStarted(int epoch, long examples) {
        each.forEach(one -> one.epochStarted(epoch, examples));
      }

      @Override
      public void roundFinished(FinishedRound round) {
        each.forEach(one -> one.roundFinished(round));
      }

      @Override
      public void wentBack(Rollback rollback, int left) {
        each.forEach(one -> one.wentBack(rollback, left));
      }

      @Override
      public void epochFinished(EpochResult result) {
        each.forEach(one -> one.epochFinished(result));
      }
    };
  }

  /**
   * An epoch begins.
   *
   * @param epoch from 1
   * @param examples it will train on
   */
  void epochStarted(int epoch, long examples);

  /** A round ended well. */
  void roundFinished(FinishedRound round);

  /**
   * A round diverged, and the run went back.
   *
   * @param left how often it may do so once more
   */
  default void wentBack(Rollback rollback, int left) {}

  /** An epoch ended. */
  void epochFinished(EpochResult result);
}
