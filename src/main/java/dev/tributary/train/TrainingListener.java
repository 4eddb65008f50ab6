package dev.tributary.train;

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

  /** An epoch ended. */
  void epochFinished(EpochResult result);
}
