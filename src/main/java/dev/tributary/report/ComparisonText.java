package dev.tributary.report;

import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.report.ComparedJob.Diverged;
import dev.tributary.report.ComparedJob.Failed;
import dev.tributary.report.ComparedJob.Trained;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** A comparison as lines for a terminal. */
final class ComparisonText {
  private static final int MOST_FINDINGS = 3;
  private static final int MOST_LINES = 2;

  /** What of a long name should be left before a figure goes. */
  private static final int ENOUGH_OF_NAMES = 16;

  /** What the table shows of a model, in this order, where jobs have it. */
  private static final List<String> METRICS = List.of("accuracy", "rmse", "loss");

  private static final List<Extra> IN_ORDER =
      List.of(Extra.TARGET, Extra.EPOCHS, Extra.TIME, Extra.FINDINGS);

  private ComparisonText() {}

  /** Such as {@code Comparison on test data}. */
  static String heading(Comparison comparison) {
    Set<String> data = data(comparison);
    return data.size() == 1 ? "Comparison on " + data.iterator().next() + " data" : "Comparison";
  }

  /** Columns that a narrow table leaves out, the first one last. */
  private enum Extra {
    TIME,
    TARGET,
    EPOCHS,
    FINDINGS
  }

  /** A line for each job. */
  static List<String> table(Comparison comparison, int width) {
    List<Extra> extras = new ArrayList<>(List.of(Extra.values()));
    if (comparison.target().isEmpty()) {
      extras.remove(Extra.TARGET);
    }
    int names =
        comparison.jobs().stream().mapToInt(job -> TextTable.width(job.name())).max().orElse(0);
    int cut = Math.max(0, names - ENOUGH_OF_NAMES);
    while (!extras.isEmpty() && heading(comparison, extras) - cut > width) {
      extras.remove(extras.size() - 1);
    }
    List<String> all = new ArrayList<>(jobs(comparison, extras, width));
    legend(comparison).forEach(text -> all.addAll(HeaderText.wrap(text, width)));
    return all;
  }

  /** How wide the table is where nothing is cut. */
  private static int heading(Comparison comparison, List<Extra> extras) {
    return TextTable.width(jobs(comparison, extras, Integer.MAX_VALUE).get(0));
  }

  private static List<String> jobs(Comparison comparison, List<Extra> extras, int width) {
    List<Trained> trained = trained(comparison).toList();
    List<String> metrics =
        METRICS.stream()
            .filter(name -> trained.stream().anyMatch(each -> each.metrics().containsKey(name)))
            .toList();
    boolean mixed = data(comparison).size() > 1;
    TextTable table = new TextTable().left("job");
    if (mixed) {
      table.left("data");
    }
    metrics.forEach(name -> table.right(EvaluationText.heading(name)));
    for (Extra extra : IN_ORDER) {
      if (extras.contains(extra)) {
        table.right(heading(extra, comparison));
      }
    }
    for (ComparedJob job : comparison.jobs()) {
      if (!(job.result() instanceof Trained result)) {
        table.span(job.name(), result(job));
        continue;
      }
      List<String> cells = new ArrayList<>(List.of(job.name()));
      if (mixed) {
        cells.add(result.data());
      }
      metrics.forEach(name -> cells.add(EvaluationText.figure(name, result.metrics().get(name))));
      for (Extra extra : IN_ORDER) {
        if (extras.contains(extra)) {
          cells.add(cell(extra, job, result));
        }
      }
      table.row(cells);
    }
    return table.lines(width);
  }

  private static String heading(Extra extra, Comparison comparison) {
    return switch (extra) {
      case TARGET -> "to " + comparison.target().orElseThrow().plainValue();
      case EPOCHS -> "epochs";
      case TIME -> "time";
      case FINDINGS -> "findings";
    };
  }

  private static String cell(Extra extra, ComparedJob job, Trained result) {
    return switch (extra) {
      case TARGET -> result.reached().isPresent() ? "" + result.reached().getAsInt() : "–";
      case EPOCHS -> Numbers.count(result.epochs());
      case TIME -> Numbers.duration(result.seconds());
      case FINDINGS -> Numbers.count(job.seriousFindings().size());
    };
  }

  private static List<String> legend(Comparison comparison) {
    List<String> legend = new ArrayList<>();
    comparison
        .target()
        .ifPresent(
            target ->
                legend.add(
                    "to %s: the first epoch whose %s is that good"
                        .formatted(target.plainValue(), target.metric())));
    for (ComparedJob job : comparison.jobs()) {
      if (job.result() instanceof Trained trained
          && trained.status() == Summary.Status.INTERRUPTED) {
        legend.add(job.name() + " was interrupted: the figures are of what it had learned so far");
      }
    }
    return legend;
  }

  /** The worst findings of each job that has any, and what kept a job from being trained. */
  static List<String> findings(Comparison comparison, int width) {
    List<String> lines = new ArrayList<>();
    for (ComparedJob job : comparison.jobs()) {
      List<String> own = new ArrayList<>();
      if (job.result() instanceof Diverged diverged) {
        own.addAll(item(first(diverged.message()), width, MOST_LINES));
      } else if (job.result() instanceof Failed failed) {
        failed.message().lines().forEach(line -> own.addAll(item(line.strip(), width, 99)));
      }
      List<Finding> serious = job.seriousFindings();
      for (Finding finding : serious.subList(0, Math.min(MOST_FINDINGS, serious.size()))) {
        String severity = finding.severity().name().toLowerCase(Locale.ROOT);
        own.addAll(item(severity + ": " + first(finding.text()), width, MOST_LINES));
      }
      if (!own.isEmpty()) {
        lines.add(TextTable.clean(job.name()));
        lines.addAll(own);
      }
    }
    return lines;
  }

  /** A job's result in a line. */
  static String result(ComparedJob job) {
    if (job.result() instanceof Diverged diverged) {
      return "diverged " + diverged.when();
    }
    if (job.result() instanceof Failed failed) {
      return failed.why();
    }
    if (!(job.result() instanceof Trained trained)) {
      return "not trained";
    }
    List<String> parts = new ArrayList<>();
    for (String name : METRICS) {
      if (trained.metrics().containsKey(name)) {
        parts.add(
            EvaluationText.heading(name)
                + " "
                + EvaluationText.figure(name, trained.metrics().get(name)));
      }
    }
    parts.add(Numbers.count(trained.epochs(), "epoch"));
    parts.add(Numbers.duration(trained.seconds()));
    if (trained.status() == Summary.Status.INTERRUPTED) {
      parts.add("interrupted");
    }
    return String.join(", ", parts);
  }

  private static Stream<Trained> trained(Comparison comparison) {
    return comparison.jobs().stream()
        .map(ComparedJob::result)
        .filter(Trained.class::isInstance)
        .map(Trained.class::cast);
  }

  private static Set<String> data(Comparison comparison) {
    Set<String> parts = new LinkedHashSet<>();
    trained(comparison).forEach(each -> parts.add(each.data()));
    return parts;
  }

  private static List<String> item(String text, int width, int most) {
    List<String> wrapped = HeaderText.wrap(text, width - 4);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < Math.min(most, wrapped.size()); i++) {
      boolean cut = i == most - 1 && wrapped.size() > most;
      String line = wrapped.get(i) + (cut ? "…" : "");
      lines.add((i == 0 ? "  - " : "    ") + TextTable.shorten(line, width - 4));
    }
    return lines;
  }

  /** A text's first sentence: what was found, without what to do. */
  private static String first(String text) {
    return text.split("(?<=\\.) (?=[A-Z])", 2)[0];
  }
}
