package dev.tributary.checkpoint;

import dev.tributary.checkpoint.UnsoundCheckpointException.Why;
import dev.tributary.model.Attempts;
import dev.tributary.model.OutputDirectory;
import dev.tributary.model.Safetensors;
import dev.tributary.model.Storage;
import dev.tributary.model.StorageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of one run, in a directory: {@code round-000000000120.checkpoint} holds the state
 * after 120 rounds.
 *
 * <p>A file appears under its name once it is whole. The directory is made with the first of them.
 * All methods throw a {@link StorageException} where the file system fails, also after the {@link
 * Attempts} that it is given.
 */
public final class CheckpointStore {
  private static final Pattern NAME = Pattern.compile("round-([0-9]{12})\\.checkpoint");
  private static final Pattern LEFTOVER =
      Pattern.compile("\\.round-[0-9]{12}\\.checkpoint-[0-9a-f]{16}\\.tmp");
  private static final String FINISHED = "finished";

  private static final String DIRECTORY = "checkpoints";

  private final OutputDirectory output;
  private final Path directory;
  private final Configuration configuration;
  private final int keep;
  private final Attempts attempts;
  private final List<Path> damaged = new ArrayList<>();
  private OutputDirectory inner;
  private volatile Optional<Kept> lastGood = Optional.empty();

  /**
   * A state that was kept.
   *
   * @param round the rounds that the run had had
   * @param state as it was handed to {@link #save}
   */
  public record Checkpoint(long round, Safetensors.Contents state) {}

  /**
   * A checkpoint that was read or written whole.
   *
   * @param place its path, as users write it
   */
  public record Kept(String place, long round) {}

  /**
   * @param output of the run; they go to {@code checkpoints} in it
   * @param keep how many checkpoints, the latest, stay; at least 1
   */
  public CheckpointStore(OutputDirectory output, Configuration configuration, int keep) {
    this.output = output;
    this.directory = new Path(output.path(), DIRECTORY);
    this.configuration = configuration;
    this.keep = keep;
    this.attempts = Attempts.of(configuration);
  }

  /** Where the checkpoints are, as users write it. */
  public String place() {
    return StorageException.readable(directory);
  }

  /**
   * The latest checkpoint that is sound.
   *
   * @param warning is told of each that is newer and isn't
   */
  public Optional<Checkpoint> latest(Consumer<String> warning) {
    List<FileStatus> files = files();
    for (int i = 0; i < files.size(); i++) {
      FileStatus file = files.get(i);
      try {
        Checkpoint latest = new Checkpoint(round(file), read(file));
        lastGood = Optional.of(kept(file.getPath(), latest.round()));
        return Optional.of(latest);
      } catch (UnsoundCheckpointException unsound) {
        if (unsound.why() == Why.DAMAGED) {
          damaged.add(file.getPath());
        }
        boolean last = i + 1 == files.size();
        warning.accept(
            unsound.getMessage()
                + (last ? ". There is none before it." : ". Trying the one before it."));
      }
    }
    return Optional.empty();
  }

  /** Keeps a state, and removes those that are too old to stay. */
  public void save(long round, Safetensors.Contents state) {
    if (inner == null) {
      inner = output.directory(DIRECTORY);
      removeLeftovers();
    }
    String name = "round-%012d.checkpoint".formatted(round);
    inner.writeFile(name, out -> CheckpointFile.write(state, out));
    lastGood = Optional.of(kept(new Path(directory, name), round));
    List<FileStatus> before = new ArrayList<>();
    for (FileStatus file : files()) {
      boolean rewritten = round(file) == round;
      if (damaged.contains(file.getPath()) && !rewritten) {
        remove(file.getPath());
      } else if (round(file) <= round) {
        before.add(file);
      }
    }
    damaged.clear();
    before.stream().skip(keep).map(FileStatus::getPath).forEach(this::remove);
  }

  /** The latest that this store wrote or gave. */
  public Optional<Kept> lastGood() {
    return lastGood;
  }

  private static Kept kept(Path file, long round) {
    return new Kept(StorageException.readable(file), round);
  }

  /** Takes note that all that follows from the checkpoint of a round was written. */
  public void finish(long round) {
    output.directory(DIRECTORY).writeFile(FINISHED, text(round));
  }

  /** Whether {@link #finish} was called for the checkpoint of a round, and none since. */
  public boolean isFinished(long round) {
    Path marker = new Path(directory, FINISHED);
    return onFiles(
        "read",
        marker,
        files -> {
          try (InputStream in = files.open(marker)) {
            return Arrays.equals(in.readNBytes(64), text(round));
          } catch (FileNotFoundException absent) {
            return false;
          }
        });
  }

  /** From now on it isn't finished. */
  public void reopen() {
    remove(new Path(directory, FINISHED));
  }

  /** Removes all checkpoints. */
  public void clear() {
    remove(directory);
    lastGood = Optional.empty();
  }

  private static byte[] text(long round) {
    return (round + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** All checkpoints, the latest first. */
  private List<FileStatus> files() {
    List<FileStatus> files = new ArrayList<>(listed());
    files.removeIf(file -> !NAME.matcher(file.getPath().getName()).matches());
    files.sort(Comparator.comparingLong(CheckpointStore::round).reversed());
    return files;
  }

  private List<FileStatus> listed() {
    return onFiles(
        "read the checkpoints in",
        directory,
        files -> {
          try {
            return List.of(files.listStatus(directory));
          } catch (FileNotFoundException none) {
            return List.of();
          }
        });
  }

  private Safetensors.Contents read(FileStatus file) {
    return onFiles(
        "read the checkpoint",
        file.getPath(),
        files -> {
          try (InputStream in = files.open(file.getPath())) {
            return CheckpointFile.read(
                in, file.getLen(), StorageException.readable(file.getPath()));
          }
        });
  }

  private void removeLeftovers() {
    for (FileStatus file : listed()) {
      if (LEFTOVER.matcher(file.getPath().getName()).matches()) {
        remove(file.getPath());
      }
    }
  }

  private void remove(Path path) {
    onFiles("remove", path, files -> files.delete(path, true));
  }

  /** Something to do on the file system. */
  @FunctionalInterface
  private interface Access<T> {
    T on(FileSystem files) throws IOException;
  }

  private <T> T onFiles(String verb, Path path, Access<T> access) {
    try {
      return attempts.run(() -> access.on(Storage.of(directory, configuration)));
    } catch (IOException cause) {
      throw StorageException.of(verb, path, cause);
    }
  }

  private static long round(FileStatus file) {
    Matcher matcher = NAME.matcher(file.getPath().getName());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not a checkpoint: " + file.getPath());
    }
    return Long.parseLong(matcher.group(1));
  }
}
