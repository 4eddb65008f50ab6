package dev.tributary.checkpoint;

import dev.tributary.model.Safetensors;
import dev.tributary.model.StorageException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes checkpoints while training goes on, one at a time: whoever comes with the next waits until
 * the former is written. What failed is thrown then, or when {@link #requireNoFailure} asks.
 */
public final class CheckpointWriter implements AutoCloseable {
  private final CheckpointStore store;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread own = new Thread(work, "checkpoints");
            own.setDaemon(true);
            return own;
          });
  private Future<?> writing;
  private long waited;

  public CheckpointWriter(CheckpointStore store) {
    this.store = store;
  }

  /**
   * Begins to write a state, whose arrays nobody may change any more.
   *
   * @throws StorageException if the former one couldn't be written
   */
  public void write(long round, Safetensors.Contents state) {
    await();
    writing = thread.submit(() -> store.save(round, state));
  }

  /**
   * Waits for nothing.
   *
   * @throws StorageException if the last one has failed by now
   */
  public void requireNoFailure() {
    if (writing != null && writing.isDone()) {
      await();
    }
  }

  /**
   * Waits until everything is written.
   *
   * @throws StorageException if it couldn't be
   */
  public void await() {
    if (writing == null) {
      return;
    }
    long started = System.nanoTime();
    try {
      writing.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException("Writing a checkpoint failed", failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted while a checkpoint was written");
    } finally {
      writing = null;
      waited += System.nanoTime() - started;
    }
  }

  /** How long training waited for checkpoints, in nanoseconds. */
  public long waited() {
    return waited;
  }

  /** Lets what is being written be written. */
  @Override
  public void close() {
    thread.shutdown();
    await();
  }
}
