package dev.tributary.checkpoint;

import dev.tributary.checkpoint.UnsoundCheckpointException.Why;
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
 * All methods throw a {@link StorageException} where the file system fails.
 */
public final class CheckpointStore {
  private static final Pattern NAME = Pattern.compile("round-([0-9]{12})\\.checkpoint");
  private static final Pattern LEFTOVER =
      Pattern.compile("\\.round-[0-9]{12}\\.checkpoint-[0-9a-f]{16}\\.tmp");
  private static final String FINISHED = "finished";

  private final Path directory;
  private final Configuration configuration;
  private final int keep;
  private final List<Path> damaged = new ArrayList<>();
  private OutputDirectory output;

  /**
   * A state that was kept.
   *
   * @param round the rounds that the run had had
   * @param state as it was handed to {@link #save}
   */
  public record Checkpoint(long round, Safetensors.Contents state) {}

  /**
   * @param keep how many checkpoints, the latest, stay; at least 1
   */
  public CheckpointStore(Path directory, Configuration configuration, int keep) {
    this.directory = directory;
    this.configuration = configuration;
    this.keep = keep;
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
        return Optional.of(new Checkpoint(round(file), read(file)));
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
    if (output == null) {
      output = OutputDirectory.open(directory, configuration);
      removeLeftovers();
    }
    output.writeFile(
        "round-%012d.checkpoint".formatted(round), out -> CheckpointFile.write(state, out));
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

  /** Takes note that all that follows from the checkpoint of a round was written. */
  public void finish(long round) {
    output = OutputDirectory.open(directory, configuration);
    output.writeFile(FINISHED, out -> out.write(text(round)));
  }

  /** Whether {@link #finish} was called for the checkpoint of a round, and none since. */
  public boolean isFinished(long round) {
    Path marker = new Path(directory, FINISHED);
    try (InputStream in = Storage.of(directory, configuration).open(marker)) {
      return Arrays.equals(in.readNBytes(64), text(round));
    } catch (FileNotFoundException absent) {
      return false;
    } catch (IOException cause) {
      throw StorageException.of("read", marker, cause);
    }
  }

  /** From now on it isn't finished. */
  public void reopen() {
    remove(new Path(directory, FINISHED));
  }

  /** Removes all checkpoints. */
  public void clear() {
    remove(directory);
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
    try {
      return List.of(Storage.of(directory, configuration).listStatus(directory));
    } catch (FileNotFoundException none) {
      return List.of();
    } catch (IOException cause) {
      throw StorageException.of("read the checkpoints in", directory, cause);
    }
  }

  private Safetensors.Contents read(FileStatus file) {
    FileSystem fileSystem;
    try {
      fileSystem = Storage.of(directory, configuration);
      try (InputStream in = fileSystem.open(file.getPath())) {
        return CheckpointFile.read(in, file.getLen(), StorageException.readable(file.getPath()));
      }
    } catch (IOException cause) {
      throw StorageException.of("read the checkpoint", file.getPath(), cause);
    }
  }

  private void removeLeftovers() {
    for (FileStatus file : listed()) {
      if (LEFTOVER.matcher(file.getPath().getName()).matches()) {
        remove(file.getPath());
      }
    }
  }

  private void remove(Path path) {
    try {
      Storage.of(directory, configuration).delete(path, true);
    } catch (IOException cause) {
      throw StorageException.of("remove", path, cause);
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
