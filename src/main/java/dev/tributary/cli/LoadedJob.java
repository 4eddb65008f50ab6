package dev.tributary.cli;

import dev.tributary.data.DataLoader;
import dev.tributary.data.EncodedData;
import dev.tributary.data.LoadedData;
import dev.tributary.data.ShardSet;
import dev.tributary.data.Source;
import dev.tributary.nn.GradientEngine;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.ReusedLayers;
import dev.tributary.train.StartingNetwork;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.Trainer;
import dev.tributary.train.TrainerSetup;
import dev.tributary.train.TrainingData;
import dev.tributary.train.TrainingJob;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;

/**
 * A job whose data are read. Closing it lets go of the data.
 *
 * @param workers how many train side by side
 * @param network in the shape of the data
 * @param test the test data, if they were asked for and there are any
 * @param readSeconds how long reading took
 */
record LoadedJob(
    Session session,
    TrainingJob job,
    int workers,
    LoadedData data,
    GradientEngine network,
    Optional<EncodedData> test,
    double readSeconds)
    implements AutoCloseable {

  /** How many shards there are at least for each of an elastic job's first workers. */
  private static final int ROOM_TO_GROW = 4;

  /** All that training takes. */
  static LoadedJob toTry(Session session, TrainingJob job, ConsoleReport console) {
    OpenedJob opened = OpenedJob.of(session, job);
    int workers =
        job.averaging()
            .workers()
            .orElseGet(() -> TaskSlots.await(session.context(), Integer.MAX_VALUE));
    return read(opened, workers, Optional.empty(), console);
  }

  /** All that a run takes, test data included. */
  static LoadedJob toTrain(OpenedJob opened, int workers, ConsoleReport console) {
    return read(opened, workers, opened.data().test(), console);
  }

  private static LoadedJob read(
      OpenedJob opened, int workers, Optional<Source> testRows, ConsoleReport console) {
    TrainingJob job = opened.job();
    Stopwatch reading = new Stopwatch();
    console.note("Reading " + job.data().train() + " ...");
    int shared = job.averaging().elastic() ? ROOM_TO_GROW * workers : workers;
    LoadedData data = DataLoader.load(opened.data(), shared, job.training().seed());
    try {
      Optional<EncodedData> test =
          testRows.map(
              rows ->
                  DataLoader.encode(
                      rows, job.data().badRows(), data.encoding(), job.targets(), workers));
      GradientEngine network =
          opened.data().columns().isOpen()
              ? OpenedJob.network(job, data.encoding())
              : opened.network();
      return new LoadedJob(
          opened.session(),
          job.over(data.encoding()),
          workers,
          data,
          network,
          test,
          reading.seconds());
    } catch (RuntimeException failed) {
      release(data);
      throw failed;
    }
  }

  /** Where the job's training starts; layers that start with what they learned before are made. */
  Trainer trainer(ConsoleReport console) {
    return trainer(new StartingLayers(session, job, console).of(network, data, workers));
  }

  /** The same for a run that goes on: its network has learned already what it starts with. */
  Trainer resumedTrainer(ConsoleReport console) {
    return trainer(new StartingLayers(session, job, console).reused(network, data));
  }

  private Trainer trainer(ReusedLayers reused) {
    return new Trainer(
        session.context(),
        new TrainerSetup(job.training(), job.averaging(), workers, job.report().diagnoseEvery()),
        new StartingNetwork(network, job.targets().kind(), reused),
        new TrainingData(data.train(), data.validation()));
  }

  @Override
  public void close() {
    if (!session.context().sc().isStopped()) {
      test.ifPresent(each -> release(each.shards()));
      release(data);
    }
  }

  private static void release(LoadedData data) {
    release(data.train());
    release(data.validation());
  }

  /** Validation rows may lie in the training rows' RDD: Spark complains of a second removal. */
  private static void release(ShardSet rows) {
    if (!rows.rdd().getStorageLevel().equals(StorageLevel.NONE())) {
      rows.rdd().unpersist(true);
    }
  }
}
