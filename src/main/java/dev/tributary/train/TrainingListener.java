package dev.tributary.train;

import dev.tributary.optim.Rollback;

/** Is told how training goes, on the driver's thread. */
public interface TrainingListener {
  /** Nobody listens. */
  TrainingListener SILENT =
      new TrainingListener() {
        @Override
        public void epochStarted(int epoch, long examples) {}

        @Override
        public void roundFinished(int epoch, long examples, double loss) {}

        @Override
        public void epochFinished(EpochResult result) {}
      };

  /**
   * An epoch begins.
   *
   * @param epoch from 1
   * @param examples it will train on
   */
  void epochStarted(int epoch, long examples);

  /**
   * A round ended well.
   *
   * @param examples trained on in this epoch so far
   * @param loss the epoch's mean training loss so far
   */
  void roundFinished(int epoch, long examples, double loss);

  /**
   * A round diverged, and the run went back.
   *
   * @param left how often it may do so once more
   */
  default void wentBack(Rollback rollback, int left) {}

  /** An epoch ended. */
  void epochFinished(EpochResult result);
}
