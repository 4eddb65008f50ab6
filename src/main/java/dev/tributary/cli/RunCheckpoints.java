package dev.tributary.cli;

import dev.tributary.checkpoint.CheckpointStore;
import dev.tributary.checkpoint.CheckpointStore.Checkpoint;
import dev.tributary.checkpoint.CheckpointStore.Kept;
import dev.tributary.checkpoint.CheckpointWriter;
import dev.tributary.checkpoint.Lease;
import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.data.LoadedData;
import dev.tributary.model.OutputDirectory;
import dev.tributary.model.Safetensors;
import dev.tributary.model.Storage;
import dev.tributary.model.StorageException;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import dev.tributary.train.CheckpointConfig;
import dev.tributary.train.Checkpointing;
import dev.tributary.train.RunState;
import dev.tributary.train.TrainingJob;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints beside a run's output: where it goes on, and what it keeps on its way. A
 * checkpoint holds the {@link RunState}, the lines of {@code metrics.jsonl} so far, and what tells
 * the job and its data from others.
 */
final class RunCheckpoints implements AutoCloseable {
  private static final String METRICS = "metrics";
  private static final String DIAGNOSIS = "diagnosis";
  private static final String DATA = "data";
  private static final String SECONDS = "seconds";
  private static final String WORKERS = "workers";

  private final JobFile file;
  private final TrainingJob job;
  private final Mode mode;
  private final OutputDirectory output;
  private final Lease lease;
  private final CheckpointStore store;
  private final CheckpointWriter writer;
  private final Stopwatch total;
  private Map<String, String> found = Map.of();
  private long lastRound;
  private Optional<RunState> start = Optional.empty();

  /** What becomes of checkpoints that are there. */
  enum Mode {
    /** The run goes on from the latest. */
    RESUME,

    /** They are removed once training starts. */
    FRESH,

    /** They are left alone, and none is added. */
    IGNORE
  }

  private RunCheckpoints(
      JobFile file,
      TrainingJob job,
      Mode mode,
      OutputDirectory output,
      Session session,
      ConsoleReport console,
      Stopwatch total) {
    this.file = file;
    this.job = job;
    this.mode = mode;
    this.output = output;
    this.lease = Lease.take(output, session.hadoop(), console::note);
    this.store = new CheckpointStore(output, session.hadoop(), job.checkpoint().keep());
    this.writer = new CheckpointWriter(store);
    this.total = total;
  }

  /**
   * Takes hold of the output, and looks where the run goes on.
   *
   * @param output no other run may write to it until this is closed
   * @param console is warned of checkpoints that can't be used
   * @param total runs since the command began
   * @throws InvalidJobException if they are of another job
   */
  static RunCheckpoints open(
      JobFile file,
      TrainingJob job,
      Mode mode,
      OutputDirectory output,
      Session session,
      ConsoleReport console,
      Stopwatch total) {
    RunCheckpoints own = new RunCheckpoints(file, job, mode, output, session, console, total);
    try {
      if (mode == Mode.RESUME) {
        own.store.latest(console::warning).ifPresent(own::goOnFrom);
      }
      return own;
    } catch (RuntimeException refused) {
      own.close();
      throw refused;
    }
  }

  private void goOnFrom(Checkpoint latest) {
    Map<String, String> texts = latest.state().metadata();
    JobIdentity kept = JobIdentity.of(texts);
    JobIdentity.of(file, job.averaging().workers().orElse(workers(texts)))
        .requireSame(kept, store.place());
    RunState state = RunState.of(latest.state());
    int wanted = job.training().epochs();
    if (state.epochs() > wanted || (state.epochs() == wanted && !state.isBetweenEpochs())) {
      throw new InvalidJobException(
          ("%s holds a checkpoint of this job in epoch %d; training.epochs is %d (must be at least"
                  + " as much). Give the job an output.dir of its own, or train anew with --fresh,"
                  + " which removes the checkpoints.")
              .formatted(
                  store.place(), state.epochs() + (state.isBetweenEpochs() ? 0 : 1), wanted));
    }
    found = texts;
    start = Optional.of(state);
  }

  /** Whether there is nothing left to do: the job was trained, and its output is here. */
  boolean isFinished(Session session) {
    return start.isPresent()
        && start.get().ending(job.training().epochs()).isPresent()
        && store.isFinished(start.get().roundsDone())
        && Stream.of("model", "metrics.jsonl", "summary.json")
            .allMatch(name -> exists(new Path(output.path(), name), session));
  }

  private static boolean exists(Path path, Session session) {
    try {
      return Storage.of(path, session.hadoop()).exists(path);
    } catch (IOException cause) {
      throw StorageException.of("read", path, cause);
    }
  }

  /** How many workers the run had, at its start if that may change; if it goes on. */
  OptionalInt workers() {
    return resumes() ? OptionalInt.of(workers(found)) : OptionalInt.empty();
  }

  private static int workers(Map<String, String> texts) {
    return Integer.parseInt(texts.get(WORKERS));
  }

  /** Whether the run goes on from a checkpoint. */
  boolean resumes() {
    return !found.isEmpty();
  }

  /** The lines of {@code metrics.jsonl} up to where the run goes on. */
  String metrics() {
    return found.getOrDefault(METRICS, "");
  }

  /** TensorBoard's event files, from where the run goes on. */
  TensorBoardLog board(JobFile job, GradientEngine network) {
    return new TensorBoardLog(
        job,
        network,
        output,
        start.map(RunState::epochs).orElse(0),
        start.map(RunState::rounds).orElse(0L));
  }

  /** The last diagnosis up to there, if there was any. */
  Optional<Measurement> diagnosis() {
    return Optional.ofNullable(found.get(DIAGNOSIS)).map(MeasurementText::read);
  }

  /** Wall time of the run, that before its checkpoint included. */
  double seconds() {
    return Double.parseDouble(found.getOrDefault(SECONDS, "0")) + total.seconds();
  }

  /** How long training waited for checkpoints. */
  double waitedSeconds() {
    return Stopwatch.seconds(writer.waited());
  }

  /**
   * Refuses to go on with other data than the checkpoint was made with.
   *
   * @throws InvalidJobException if they differ
   */
  void requireSame(LoadedData data) {
    DataFingerprint fingerprint = DataFingerprint.of(data);
    if (resumes() && !fingerprint.text().equals(found.get(DATA))) {
      throw new InvalidJobException(
          ("%s holds a checkpoint of this job, but the data are no longer what they were: %s."
                  + " Put them back, give the job an output.dir of its own, or train anew with"
                  + " --fresh, which removes the checkpoints.")
              .formatted(store.place(), fingerprint.difference(found.getOrDefault(DATA, ""))));
    }
  }

  /** Tells where the run goes on. */
  void tell(ConsoleReport console) {
    start.ifPresent(
        state ->
            console.note(
                "Going on from the checkpoint after %s and %s in %s."
                    .formatted(
                        Numbers.count(state.epochs(), "epoch"),
                        Numbers.count(state.rounds(), "round"),
                        store.place())));
  }

  /**
   * What the trainer is given; training starts now.
   *
   * @param metrics knows the epochs so far
   * @param before runs before the state is kept
   */
  Checkpointing during(LoadedJob loaded, LiveMetrics metrics, Runnable before) {
    if (mode == Mode.IGNORE) {
      return Checkpointing.NONE;
    }
    if (mode == Mode.FRESH) {
      store.clear();
    }
    CheckpointConfig config = job.checkpoint();
    Map<String, String> tags = JobIdentity.of(file, loaded.workers()).texts();
    tags.put(WORKERS, Integer.toString(loaded.workers()));
    tags.put(DATA, DataFingerprint.of(loaded.data()).text());
    return new Checkpointing() {
      private long lastKept = System.nanoTime();

      @Override
      public Optional<RunState> start() {
        Optional<RunState> once = start;
        // Otherwise the first model would stay in memory as long as the run.
        start = Optional.empty();
        return once;
      }

      @Override
      public void reached(RunState state) {
        // Better now than when the next is due: until then, training would be for nothing.
        writer.requireNoFailure();
        if (config.isDue(state, Stopwatch.seconds(System.nanoTime() - lastKept) / 60)) {
          keep(state);
        }
      }

      @Override
      public void ended(RunState state) {
        if (config.isOn()) {
          keep(state);
        }
      }

      private void keep(RunState state) {
        before.run();
        Safetensors.Contents contents = state.contents();
        Map<String, String> texts = new HashMap<>(contents.metadata());
        texts.putAll(tags);
        texts.put(METRICS, metrics.lines());
        metrics.diagnosis().ifPresent(last -> texts.put(DIAGNOSIS, MeasurementText.of(last)));
        texts.put(SECONDS, Double.toString(seconds()));
        lastRound = state.roundsDone();
        writer.write(lastRound, new Safetensors.Contents(contents.tensors(), texts));
        lastKept = System.nanoTime();
      }
    };
  }

  /** Takes note that the output is another run's from now on, which isn't complete. */
  void outputChanges() {
    store.reopen();
  }

  /**
   * Takes note that the run's output is complete.
   *
   * @throws StorageException if the last checkpoint couldn't be written; the output is there
   */
  void outputIsComplete() {
    if (mode != Mode.IGNORE && job.checkpoint().isOn()) {
      writer.await();
      store.finish(lastRound);
    }
  }

  /** A failure of the storage, and where the run goes on after it. */
  StorageException withLastGood(StorageException failed) {
    return new StorageException(failed.getMessage().strip() + " " + whereToGoOn(failed), failed);
  }

  private String whereToGoOn(StorageException failed) {
    if (mode == Mode.IGNORE || (store.lastGood().isEmpty() && !job.checkpoint().isOn())) {
      return "This run keeps no checkpoints: the same command begins anew.";
    }
    if (store.lastGood().isEmpty()) {
      return "No checkpoint had been written yet: the same command begins anew.";
    }
    Kept last = store.lastGood().get();
    String which = "%s (after round %,d)".formatted(last.place(), last.round());
    return failed.outputIsGone()
        ? "The last good checkpoint was "
            + which
            + ". Put it back, and the same command goes on"
            + " from it; otherwise that begins anew."
        : "The last good checkpoint is " + which + "; the same command goes on from it.";
  }

  @Override
  public void close() {
    try (lease) {
      writer.close();
    } catch (StorageException failed) {
      throw withLastGood(failed);
    }
  }
}
