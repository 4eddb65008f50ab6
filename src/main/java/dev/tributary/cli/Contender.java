package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.train.TrainingJob;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job to compare with others.
 *
 * @param name the file's, without folder and {@code .conf}; with them where that tells two apart
 * @param output where the results go
 */
record Contender(String name, JobFile file, TrainingJob job, org.apache.hadoop.fs.Path output) {
  /**
   * Reads all job files.
   *
   * @throws InvalidJobException naming all problems of all of them, or those that would overwrite
   *     one another's output
   */
  static List<Contender> read(List<Path> files, List<String> overrides) {
    List<Contender> contenders = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Long> names =
        files.stream().collect(Collectors.groupingBy(Contender::name, Collectors.counting()));
    for (Path path : files) {
      try {
        JobFile file = JobFile.load(path, overrides);
        TrainingJob job = file.read(TrainingJob::read);
        contenders.add(
            new Contender(
                names.get(name(path)) > 1 ? path.toString() : name(path),
                file,
                job,
                PathArgument.of("output.dir", job.output())));
      } catch (InvalidJobException invalid) {
        problems.add(invalid.getMessage());
      }
    }
    if (problems.isEmpty()) {
      problems.addAll(collisions(contenders));
    }
    if (!problems.isEmpty()) {
      throw new InvalidJobException(String.join("\n", problems));
    }
    return contenders;
  }

  private static List<String> collisions(List<Contender> contenders) {
    List<String> problems = new ArrayList<>();
    Map<org.apache.hadoop.fs.Path, Contender> taken = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      Contender earlier = taken.putIfAbsent(contender.output, contender);
      if (earlier != null) {
        problems.add(
            "%s and %s have the same output.dir, %s: the later one would overwrite the earlier one's model. Give each its own."
                .formatted(earlier.file.name(), contender.file.name(), contender.job.output()));
      }
    }
    return problems;
  }

  /** A job file's name without its folder and {@code .conf}. */
  static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.conf$", "");
  }
}
