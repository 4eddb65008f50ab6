package dev.tributary.cli;

import dev.tributary.config.JobFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A job file and its overrides, as every command takes them that reads one. */
final class JobOptions {
  @Parameters(paramLabel = "JOB.conf", description = "the job file, such as conf/digits.conf")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of the job file; may be repeated")
  private List<String> overrides = new ArrayList<>();

  /** The job file's path. */
  Path path() {
    return file;
  }

  JobFile load() {
    return JobFile.load(file, overrides);
  }
}
