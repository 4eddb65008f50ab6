package dev.tributary.checkpoint;

import dev.tributary.model.OutputDirectory;
import dev.tributary.model.OutputGoneException;
import dev.tributary.model.Storage;
import dev.tributary.model.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A run's hold on its output, so that a second one refuses to write there: the file {@code running}
 * in the directory, which the run renews. Closing it gives the output free. A run whose file is
 * gone, or another's, writes nothing more: its directory may have been removed or unmounted.
 *
 * <p>A run that died leaves the file. On the same host it is told by its process; from elsewhere by
 * a minute without renewal, for which a run that finds the file waits. So the next attempt of a
 * scheduler goes on by itself, wherever it runs.
 */
public final class Lease implements AutoCloseable {
  private static final String FILE = "running";
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(15);
  private static final Duration EXPIRES_AFTER = Duration.ofSeconds(60);
  private static final Duration LOOKS_EVERY = Duration.ofSeconds(1);
  private static final int LONGEST = 4096;

  private final OutputDirectory output;
  private final Configuration configuration;
  private final Holder own;
  private final Timer clock = new Timer("lease", true);
  private FileStatus written;
  private boolean closed;

  /**
   * Who holds an output.
   *
   * @param token tells this hold from all others
   * @param host the name of the machine
   * @param pid the process
   * @param started when the process was started
   * @param renewed the last sign of life
   */
  record Holder(String token, String host, long pid, Instant started, Instant renewed) {
    static Holder current() {
      ProcessHandle process = ProcessHandle.current();
      return new Holder(
          UUID.randomUUID().toString(), localHost(), process.pid(), started(process), now());
    }

    private static String localHost() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException nameless) {
        return "localhost";
      }
    }

    private static Instant started(ProcessHandle process) {
      return process.info().startInstant().orElse(Instant.EPOCH);
    }

    private static Instant now() {
      return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    Holder renewedNow() {
      return new Holder(token, host, pid, started, now());
    }

    /** Whether its process can be looked at from here. */
    boolean isHere() {
      return host.equals(localHost());
    }

    /** Whether it has ended without giving the output free. */
    boolean isGone() {
      if (isHere()) {
        // A number is given to another process in time, but not with the same start.
        return ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .filter(process -> started(process).equals(started))
            .isEmpty();
      }
      return renewed.plus(EXPIRES_AFTER).isBefore(Instant.now());
    }

    String text() {
      return String.join(
          "\n", token, host, Long.toString(pid), started.toString(), renewed.toString(), "");
    }

    /** Empty if the text isn't that of a holder. */
    static Optional<Holder> of(String text) {
      List<String> lines = text.lines().toList();
      try {
        return lines.size() == 5
            ? Optional.of(
                new Holder(
                    lines.get(0),
                    lines.get(1),
                    Long.parseLong(lines.get(2)),
                    Instant.parse(lines.get(3)),
                    Instant.parse(lines.get(4))))
            : Optional.empty();
      } catch (NumberFormatException | DateTimeParseException notAHolder) {
        return Optional.empty();
      }
    }
  }

  private Lease(OutputDirectory output, Configuration configuration, Holder own) {
    this.output = output;
    this.configuration = configuration;
    this.own = own;
  }

  /**
   * Takes hold of an output; waits up to a minute for a sign of life of a run on another host that
   * holds it.
   *
   * @param notice is told before it waits
   * @throws StorageException if another run holds it, or the file system fails
   */
  public static Lease take(
      OutputDirectory output, Configuration configuration, Consumer<String> notice) {
    Lease lease = new Lease(output, configuration, Holder.current());
    lease.holder().ifPresent(other -> lease.requireGone(other, notice));
    lease.write(lease.own);
    // Of two that come at once, the one that wrote last has it.
    lease.holder().filter(other -> !lease.isOwn(other)).ifPresent(lease::refuse);
    output.onlyWhile(lease::requireHeld);
    TimerTask renewal =
        new TimerTask() {
          @Override
          public void run() {
            lease.renew();
          }
        };
    lease.clock.schedule(renewal, RENEWED_EVERY.toMillis(), RENEWED_EVERY.toMillis());
    return lease;
  }

  private void requireGone(Holder other, Consumer<String> notice) {
    if (other.isGone()) {
      return;
    }
    if (other.isHere()) {
      refuse(other);
    }
    notice.accept(
        ("Process %d on %s holds %s; it was last heard of at %s. Waiting until it has been silent for"
                + " %d seconds.")
            .formatted(
                other.pid,
                other.host,
                StorageException.readable(output.path()),
                other.renewed,
                EXPIRES_AFTER.toSeconds()));
    // By the own clock too: that of the other host may be ahead.
    long end = System.nanoTime() + EXPIRES_AFTER.toNanos();
    int missing = 0;
    // Once may be in the midst of a renewal, where the file system can't replace a file at once.
    while (!other.isGone() && System.nanoTime() < end && missing < 2) {
      pause(other);
      Optional<Holder> now = holder();
      missing = now.isPresent() ? 0 : missing + 1;
      now.filter(sign -> !sign.equals(other)).ifPresent(this::refuse);
    }
  }

  private void pause(Holder other) {
    try {
      Thread.sleep(LOOKS_EVERY.toMillis());
    } catch (InterruptedException unwanted) {
      Thread.currentThread().interrupt();
      refuse(other);
    }
  }

  /** Gives the output free. */
  @Override
  public synchronized void close() {
    clock.cancel();
    closed = true;
    try {
      if (holder().filter(this::isOwn).isPresent()) {
        output.removeFile(FILE);
      }
    } catch (StorageException leftBehind) {
      // It expires; whatever ended the run is on its way up.
    }
  }

  private synchronized void renew() {
    try {
      if (!closed) {
        write(own.renewedNow());
      }
    } catch (StorageException perhapsNextTime) {
      // The run itself tells of a file system that stays away, and of an output that is lost.
    }
  }

  /** Refuses to write to an output that this run no longer holds. */
  private synchronized void requireHeld() throws IOException {
    FileStatus found;
    try {
      found = fileSystem().getFileStatus(file());
    } catch (FileNotFoundException gone) {
      throw new OutputGoneException(gone.getMessage());
    }
    // To ask for the file's times needs no datanode.
    if (found.getModificationTime() != written.getModificationTime()
        || found.getLen() != written.getLen()) {
      holder().filter(other -> !isOwn(other)).ifPresent(this::refuse);
    }
  }

  private boolean isOwn(Holder other) {
    return other.token.equals(own.token);
  }

  private void write(Holder holder) {
    output.writeFile(FILE, holder.text().getBytes(StandardCharsets.UTF_8));
    try {
      written = fileSystem().getFileStatus(file());
    } catch (IOException cause) {
      throw StorageException.of("read", file(), cause);
    }
  }

  private Optional<Holder> holder() {
    try (InputStream in = fileSystem().open(file())) {
      return Holder.of(new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8));
    } catch (FileNotFoundException free) {
      return Optional.empty();
    } catch (IOException cause) {
      throw StorageException.of("read", file(), cause);
    }
  }

  private Path file() {
    return new Path(output.path(), FILE);
  }

  private FileSystem fileSystem() throws IOException {
    return Storage.of(output.path(), configuration);
  }

  private void refuse(Holder other) {
    clock.cancel();
    throw new StorageException(
        ("Another run is writing to %s: process %d on %s, started at %s, last heard of at %s. Wait"
                + " until it has ended, or give this run an output.dir of its own.")
            .formatted(
                StorageException.readable(output.path()),
                other.pid,
                other.host,
                other.started.truncatedTo(ChronoUnit.SECONDS),
                other.renewed),
        null);
  }
}
