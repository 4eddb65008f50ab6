package dev.tributary.model;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** File systems as outputs use them. */
public final class Storage {
  private Storage() {}

  /**
   * The file system that a path lies on. The local one comes without Hadoop's checksums, which
   * would litter it with {@code .crc} files.
   */
  public static FileSystem of(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = path.getFileSystem(configuration);
    return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
  }

  /** Renames a file, replacing the one that is there: at once where the file system can. */
  static void renameOver(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (fileSystem instanceof RawLocalFileSystem) {
      // Its rename replaces at once, whereas its rename with OVERWRITE deletes first.
      rename(fileSystem, from, to);
    } else {
      new Overwriting(fileSystem).rename(from, to);
    }
  }

  static void rename(FileSystem fileSystem, Path from, Path to) throws IOException {
    if (!fileSystem.rename(from, to)) {
      throw new IOException("renaming " + from.getName() + " to " + to.getName() + " failed");
    }
  }

  /** Opens the door to {@code FileSystem.rename} with options, which is protected. */
  private static final class Overwriting extends FilterFileSystem {
    Overwriting(FileSystem fileSystem) {
      super(fileSystem);
    }

    @Override
    @SuppressWarnings("deprecation") // for being protected: FileContext knows fewer file systems
    public boolean rename(Path from, Path to) throws IOException {
      rename(from, to, Options.Rename.OVERWRITE);
      return true;
    }
  }
}
