package dev.tributary.data;

import dev.tributary.config.NearMiss;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.HadoopFSUtils;

/** What lies at a path: a file, a folder of files, or all that a pattern matches. */
final class DataFiles {
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "csv", "csv", "parquet", "parquet", "json", "json", "jsonl", "json", "ndjson", "json",
          "orc", "orc", "libsvm", "libsvm", "svm", "libsvm");
  private static final List<String> COMPRESSIONS = List.of("gz", "bz2", "zst", "snappy", "lz4");

  private final String name;
  private final Path path;
  private final FileSystem system;
  private final List<FileStatus> found;

  private DataFiles(String name, Path path, FileSystem system, List<FileStatus> found) {
    this.name = name;
    this.path = path;
    this.system = system;
    this.found = found;
  }

  /** Looks what there is. */
  static DataFiles at(String name, Configuration hadoop) throws IOException {
    Path path = new Path(name);
    FileSystem system = path.getFileSystem(hadoop);
    FileStatus[] found = system.globStatus(path);
    return new DataFiles(name, path, system, found == null ? List.of() : List.of(found));
  }

  /**
   * Checks that there is anything.
   *
   * @throws UnusableDataException if there isn't, with where it was looked for and a near miss
   */
  DataFiles require() throws IOException {
    if (!found.isEmpty()) {
      return this;
    }
    Path whole = system.makeQualified(path);
    String near;
    try {
      List<String> beside =
          Arrays.stream(system.listStatus(whole.getParent()))
              .map(status -> status.getPath().getName())
              .toList();
      near =
          NearMiss.of(whole.getName(), beside)
              .map(close -> " Did you mean " + new Path(whole.getParent(), close) + "?")
              .orElse("");
    } catch (FileNotFoundException noFolder) {
      near = " The folder " + whole.getParent() + " isn't there either.";
    }
    throw new UnusableDataException(
        "There is no data at "
            + name
            + (path.isAbsolute() ? "" : ", which is " + whole)
            + "."
            + near
            + " Relative paths start at the working directory.");
  }

  /** How the data is written, as the name of a file tells. */
  Optional<String> format() throws IOException {
    for (FileStatus status : found) {
      String known = EXTENSIONS.get(extension(dataFile(status)));
      if (known != null) {
        return Optional.of(known);
      }
    }
    return Optional.empty();
  }

  /**
   * All files that hold data, by name; empty where folders lie within a folder: their names may be
   * values of a column.
   */
  Optional<List<FileStatus>> flat() throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus status : found) {
      for (FileStatus file : status.isFile() ? List.of(status) : within(status)) {
        if (file.isDirectory()) {
          return Optional.empty();
        }
        files.add(file);
      }
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return Optional.of(files);
  }

  private List<FileStatus> within(FileStatus folder) throws IOException {
    return Arrays.stream(system.listStatus(folder.getPath()))
        .filter(status -> !HadoopFSUtils.shouldFilterOutPathName(status.getPath().getName()))
        .toList();
  }

  /** The file itself, or of a folder the first file that holds data. */
  private String dataFile(FileStatus status) throws IOException {
    if (status.isFile()) {
      return status.getPath().getName();
    }
    return within(status).stream()
        .filter(FileStatus::isFile)
        .map(file -> file.getPath().getName())
        .sorted()
        .findFirst()
        .orElse(status.getPath().getName());
  }

  private static String extension(String file) {
    List<String> parts = new ArrayList<>(List.of(file.toLowerCase(Locale.ROOT).split("\\.")));
    while (parts.size() > 1 && COMPRESSIONS.contains(parts.get(parts.size() - 1))) {
      parts.remove(parts.size() - 1);
    }
    return parts.size() > 1 ? parts.get(parts.size() - 1) : "";
  }
}
