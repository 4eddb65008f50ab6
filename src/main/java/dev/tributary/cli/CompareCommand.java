package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.report.ComparedJob;
import dev.tributary.report.Comparison;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.page.PageRun;
import dev.tributary.train.MonitoredMetric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare JOB.conf...}. */
@Command(
    name = "compare",
    description = {
      "Trains jobs one after the other, each as train would, and puts their results and findings"
          + " into one table.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "A job that diverges is a result; one that can't be trained is told, and the others go on."
          + " The exit code is 0, or that of the first job that couldn't be trained. Ctrl-C shows"
          + " what is finished."
    })
final class CompareCommand implements Callable<Integer> {
  private static final Comparison.Target USUAL = new Comparison.Target("validation.accuracy", 0.9);

  @Parameters(
      paramLabel = "JOB.conf",
      arity = "1..*",
      description = "job files, such as conf/techniques/*.conf")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "overrides a key of all job files; may be repeated")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "METRIC=VALUE",
      description =
          "shows the first epoch that is that good: loss, or validation. and a metric;"
              + " default: validation.accuracy=0.9 where a job has it")
  private String target;

  @Option(
      names = "--json",
      description =
          "prints the comparison as JSON and nothing else; the rest goes to standard error")
  private boolean json;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = consoleOptions.open(json);
    List<Contender> contenders = Contender.read(files, overrides);
    Optional<Comparison.Target> goal = target(contenders);
    try (Interrupt interrupt =
            Interrupt.install(
                () ->
                    console.note(
                        "Stopping after this round. Ctrl-C again quits at once, without a"
                            + " comparison."));
        Session session = Session.open("compare", console)) {
      session.spark(); // which says so, before there are lines of jobs
      List<ComparedJob> jobs = new ArrayList<>();
      List<PageRun> pages = new ArrayList<>();
      int longest = contenders.stream().mapToInt(each -> each.name().length()).max().orElseThrow();
      int code = 0;
      for (Contender contender : contenders) {
        if (interrupt.requested()) {
          jobs.add(new ComparedJob(contender.name(), new ComparedJob.NotTrained(), List.of()));
          continue;
        }
        ContenderRun run = new ContenderRun(contender, goal, console);
        session.nameJobs(contender.name());
        console.jobStarted(contender.name() + " ".repeat(longest - contender.name().length()));
        ComparedJob job = run.run(session, interrupt);
        console.jobFinished(job);
        jobs.add(job);
        run.page().ifPresent(pages::add);
        code = code == 0 ? run.exitCode() : code;
      }
      Comparison comparison = new Comparison(goal, jobs);
      show(comparison, console);
      ComparisonPage.write(comparison, pages, contenders, session, console);
      return interrupt.requested() ? Interrupt.EXIT_CODE : code;
    }
  }

  private void show(Comparison comparison, ConsoleReport console) {
    if (json) {
      System.out.print(comparison.toJson());
    } else {
      console.comparison(comparison);
    }
  }

  private Optional<Comparison.Target> target(List<Contender> contenders) {
    if (target == null) {
      return Optional.of(USUAL)
          .filter(usual -> problems(usual, contenders).size() < contenders.size());
    }
    Comparison.Target given = parsed();
    List<String> problems = problems(given, contenders);
    if (!problems.isEmpty()) {
      throw new InvalidJobException(String.join("\n", problems));
    }
    return Optional.of(given);
  }

  private Comparison.Target parsed() {
    int equals = target.indexOf('=');
    try {
      double value = Double.parseDouble(target.substring(equals + 1).strip());
      if (equals > 0 && Double.isFinite(value)) {
        return new Comparison.Target(target.substring(0, equals).strip(), value);
      }
    } catch (NumberFormatException notANumber) {
      // Told below.
    }
    throw new InvalidJobException(
        "Invalid --target: found \"%s\"; allowed is METRIC=VALUE, such as validation.accuracy=0.9 or loss=0.1."
            .formatted(target));
  }

  private static List<String> problems(Comparison.Target target, List<Contender> contenders) {
    MonitoredMetric metric = new MonitoredMetric(target.metric());
    List<String> problems = new ArrayList<>();
    for (Contender contender : contenders) {
      contender
          .job()
          .problem(metric)
          .ifPresent(
              problem ->
                  problems.add(
                      "Invalid --target for %s: found %s%s."
                          .formatted(contender.file().name(), target.metric(), problem)));
    }
    return problems;
  }
}
