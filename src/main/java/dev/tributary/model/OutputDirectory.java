package dev.tributary.model;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIsDirectoryException;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A directory in which outputs appear whole or not at all, on any Hadoop file system.
 *
 * <p>An output is written under a hidden name, {@code .NAME-<random>.tmp}, and then renamed. A
 * directory's former version is first set aside as {@code .NAME-<random>.old}; should a run die
 * between those two renames, the next one puts it back. What else crashed runs left under such
 * names is removed before the first write of that output, so two runs must not share a directory.
 *
 * <p>What fails is repeated as {@link Attempts} says. All methods throw a {@link StorageException}
 * that names the path and the cause.
 */
public final class OutputDirectory implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*");

  private final FileSystem fileSystem;
  private final Path path;
  private final boolean made;
  private final Attempts attempts;
  private final Set<String> tidied = ConcurrentHashMap.newKeySet();
  private volatile Guard guard = () -> {};

  /** Says before each write whether the directory may still be written to. */
  @FunctionalInterface
  public interface Guard {
    /**
     * Returns if it may.
     *
     * @throws IOException if not, or not now
     * @throws StorageException if not, and for good
     */
    void check() throws IOException;
  }

  /** Writes the bytes of one file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes the files of a new directory. */
  @FunctionalInterface
  public interface Filling {
    void fill(Staging staging) throws IOException;
  }

  /** A directory in the making. */
  public static final class Staging {
    private final FileSystem fileSystem;
    private final Path path;

    private Staging(FileSystem fileSystem, Path path) {
      this.fileSystem = fileSystem;
      this.path = path;
    }

    /** Writes the file {@code name} of the new directory. */
    public void write(String name, Content content) throws IOException {
      create(fileSystem, child(path, name), content);
    }
  }

  private OutputDirectory(FileSystem fileSystem, Path path, boolean made, Attempts attempts) {
    this.fileSystem = fileSystem;
    this.path = path;
    this.made = made;
    this.attempts = attempts;
  }

  /**
   * Creates the directory unless it is there, and makes sure that it can be written to: better now
   * than after hours of training.
   */
  public static OutputDirectory open(Path path, Configuration configuration) {
    try {
      FileSystem fileSystem = Storage.of(path, configuration);
      Path qualified = fileSystem.makeQualified(path);
      boolean made = !fileSystem.exists(qualified);
      if (!fileSystem.mkdirs(qualified)) {
        throw new IOException("permission denied");
      }
      Path probe = new Path(qualified, hidden("probe", ".tmp"));
      try {
        create(fileSystem, probe, out -> out.write(0));
      } finally {
        fileSystem.delete(probe, false);
      }
      return new OutputDirectory(fileSystem, qualified, made, Attempts.of(configuration));
    } catch (IOException cause) {
      throw StorageException.of("write to the directory", path, cause);
    }
  }

  /** Whether an output can have this name. */
  public static boolean allows(String name) {
    return NAME.matcher(name).matches();
  }

  /** The directory, with its scheme. */
  public Path path() {
    return path;
  }

  /** From now on, nothing is written here or below unless {@code guard} lets it. */
  public void onlyWhile(Guard allowed) {
    guard = allowed;
  }

  /** The directory {@code name} in this one, created unless it is there. */
  public OutputDirectory directory(String name) {
    Path below = child(path, name);
    try {
      return attempts.run(
          () -> {
            guard.check();
            boolean absent = !fileSystem.exists(below);
            if (!fileSystem.mkdirs(below)) {
              throw new IOException("permission denied");
            }
            OutputDirectory inner = new OutputDirectory(fileSystem, below, absent, attempts);
            inner.onlyWhile(() -> guard.check());
            return inner;
          });
    } catch (IOException cause) {
      throw StorageException.of("write to the directory", below, cause);
    }
  }

  /** Writes the file {@code name}, replacing the one that is there. */
  public void writeFile(String name, byte[] bytes) {
    writeFile(name, out -> out.write(bytes));
  }

  /** Writes the file {@code name}, replacing the one that is there. */
  public void writeFile(String name, Content content) {
    write(
        name,
        (staging, target) -> {
          if (fileSystem.exists(target) && fileSystem.getFileStatus(target).isDirectory()) {
            throw new PathIsDirectoryException(target.toString());
          }
          create(fileSystem, staging, content);
          Storage.renameOver(fileSystem, staging, target);
        });
  }

  /**
   * Adds a file to a growing set of them.
   *
   * @param set what they have in common: until the file is whole, its hidden name has this in place
   *     of its own
   */
  public void addFile(String set, String name, byte[] bytes) {
    Path file = child(path, name);
    write(
        set,
        (staging, target) -> {
          create(fileSystem, staging, out -> out.write(bytes));
          Storage.renameOver(fileSystem, staging, file);
        });
  }

  /** Whether there is a file or a directory {@code name}. */
  public boolean holds(String name) {
    Path there = child(path, name);
    try {
      return attempts.run(() -> fileSystem.exists(there));
    } catch (IOException cause) {
      throw StorageException.of("read", there, cause);
    }
  }

  /** The names of all files and directories, hidden ones too. */
  public List<String> names() {
    try {
      List<String> names = new ArrayList<>();
      for (FileStatus status : attempts.run(() -> fileSystem.listStatus(path))) {
        names.add(status.getPath().getName());
      }
      return names;
    } catch (IOException cause) {
      throw StorageException.of("list", path, cause);
    }
  }

  /** Removes the file {@code name} if it is there and the file system lets it. */
  public void removeFile(String name) {
    try {
      guard.check();
      remove(child(path, name));
    } catch (IOException | StorageException lost) {
      // Whatever is there now isn't ours.
    }
  }

  /** Removes the directory if it was made here and nothing was written to it. */
  @Override
  public void close() {
    try {
      if (made && fileSystem.listStatus(path).length == 0) {
        fileSystem.delete(path, false);
      }
    } catch (IOException harmless) {
      // An empty directory stays behind; whatever made it of no use is on its way up.
    }
  }

  /**
   * Writes the directory {@code name}, replacing the one that is there.
   *
   * <p>If {@code filling} throws, or anything else fails, the former directory stays as it was. A
   * former directory that holds none of the new one's files isn't ours to delete: it is kept under
   * the name {@code NAME.before-<random>}.
   */
  public void replaceDirectory(String name, Filling filling) {
    write(
        name,
        (staging, target) -> {
          fileSystem.mkdirs(staging);
          filling.fill(new Staging(fileSystem, staging));
          swap(name, staging, target);
        });
  }

  /** Makes something under a hidden name and puts it in its place. */
  @FunctionalInterface
  private interface Replacement {
    void make(Path staging, Path target) throws IOException;
  }

  private void write(String name, Replacement replacement) {
    Path target = child(path, name);
    try {
      attempts.run(
          () -> {
            attempt(name, replacement, target);
            return null;
          });
    } catch (IOException cause) {
      throw StorageException.of("write", target, cause);
    }
  }

  private void attempt(String name, Replacement replacement, Path target) throws IOException {
    guard.check();
    tidy(name);
    Path staging = new Path(path, hidden(name, ".tmp"));
    try {
      replacement.make(staging, target);
    } catch (IOException | RuntimeException cause) {
      remove(staging);
      throw cause;
    }
  }

  private void swap(String name, Path staging, Path target) throws IOException {
    if (!fileSystem.exists(target)) {
      Storage.rename(fileSystem, staging, target);
      return;
    }
    boolean ours = isFormer(target, staging);
    Path former = new Path(path, ours ? hidden(name, ".old") : name + ".before-" + random());
    Storage.rename(fileSystem, target, former);
    try {
      Storage.rename(fileSystem, staging, target);
    } catch (IOException | RuntimeException cause) {
      try {
        Storage.rename(fileSystem, former, target);
      } catch (IOException alsoFailed) {
        cause.addSuppressed(alsoFailed);
      }
      throw cause;
    }
    if (ours) {
      remove(former);
    }
  }

  /** Whether {@code target} is empty or holds a file of those that {@code staging} holds. */
  private boolean isFormer(Path target, Path staging) throws IOException {
    if (fileSystem.getFileStatus(target).isFile()) {
      return false;
    }
    FileStatus[] files = fileSystem.listStatus(target);
    for (FileStatus file : files) {
      if (fileSystem.exists(new Path(staging, file.getPath().getName()))) {
        return true;
      }
    }
    return files.length == 0;
  }

  /** Puts back or removes what runs that died left of the output {@code name}. */
  private void tidy(String name) throws IOException {
    if (tidied.contains(name)) {
      return;
    }
    Pattern leftover = Pattern.compile("\\." + Pattern.quote(name) + "-[0-9a-f]{16}\\.(tmp|old)");
    for (FileStatus status : fileSystem.listStatus(path)) {
      String found = status.getPath().getName();
      if (!leftover.matcher(found).matches()) {
        continue;
      }
      Path target = new Path(path, name);
      if (found.endsWith(".old") && !fileSystem.exists(target)) {
        Storage.rename(fileSystem, status.getPath(), target);
      } else {
        fileSystem.delete(status.getPath(), true);
      }
    }
    tidied.add(name);
  }

  private void remove(Path leftover) {
    try {
      fileSystem.delete(leftover, true);
    } catch (IOException leftForTheNextRun) {
      // It's harmless; what matters has been done, or its failure is on its way up.
    }
  }

  private static void create(FileSystem fileSystem, Path file, Content content) throws IOException {
    FsPermission permission =
        FsPermission.getFileDefault().applyUMask(FsPermission.getUMask(fileSystem.getConf()));
    try {
      // Not with its parents: a directory that vanished must not come back with one file in it.
      FSDataOutputStream out =
          fileSystem.createFile(file).overwrite(true).permission(permission).build();
      boolean whole = false;
      try {
        content.writeTo(out);
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          // Otherwise a machine that loses power may keep the rename and lose the bytes.
          out.hsync();
        }
        whole = true;
      } finally {
        if (!whole) {
          abandon(out);
        }
      }
      out.close();
    } catch (FSError wrapped) {
      // The local file system says so that a disk is full.
      throw wrapped.getCause() instanceof IOException cause ? cause : new IOException(wrapped);
    }
  }

  /** Closes what couldn't be written; HDFS throws the same exception here again. */
  private static void abandon(FSDataOutputStream out) {
    try {
      out.close();
    } catch (IOException | FSError again) {
      // The first one is on its way up.
    }
  }

  private static Path child(Path directory, String name) {
    if (!allows(name)) {
      throw new IllegalArgumentException("Invalid name of an output: " + name);
    }
    return new Path(directory, name);
  }

  private static String hidden(String name, String suffix) {
    return "." + name + "-" + random() + suffix;
  }

  private static String random() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
