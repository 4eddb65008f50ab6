package dev.tributary.report;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.RateCurve;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Tells a person what happens: a header, a bar that becomes one line per epoch, a closing summary.
 *
 * <p>On a terminal the running epoch is a bar drawn over itself, and headings are bold. Elsewhere
 * (a file, a pipe, cron) there are only plain lines, without any control character. Lines keep to
 * the terminal's width, except that a path is never cut.
 */
final class ConsoleText implements ConsoleReport {
  private static final String INDENT = "  ";

  private final PrintStream out;
  private final Terminal terminal;

  private int epochs;
  private EpochTable table;
  private EpochBar bar;
  private String job = "";
  private String validation = "";
  private double epochSeconds;
  private boolean jobLineOpen;

  ConsoleText(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  private int width() {
    return terminal.width() - INDENT.length();
  }

  @Override
  public synchronized void header(NetworkTable network, DataSummary data, TrainingPlan plan) {
    section("Network", HeaderText.network(network, width(), false));
    data(data);
    plan(plan);
    epochs = plan.epochs();
    table = EpochTable.of(plan.epochs(), data);
  }

  @Override
  public synchronized void network(NetworkTable network) {
    section("Network", HeaderText.network(network, width(), true));
  }

  @Override
  public synchronized void plan(TrainingPlan plan) {
    section("Training " + plan.job(), HeaderText.plan(plan, width()));
  }

  @Override
  public synchronized void data(DataSummary data) {
    section("Data", HeaderText.data(data, width()));
  }

  @Override
  public synchronized void epochStarted(int epoch, long examples) {
    closeBar();
    if (terminal.interactive()) {
      String of = epochs > 0 ? "/" + epochs : "";
      int later = Math.max(0, epochs - epoch);
      double before = epochSeconds;
      bar =
          new EpochBar(
              new EpochBar.Epoch(
                  "epoch " + epoch + of,
                  examples,
                  validation,
                  seconds -> epochs == 0 ? -1 : later * Math.max(seconds, before)),
              out,
              terminal);
    }
  }

  @Override
  public synchronized void jobStarted(String name) {
    job = terminal.printable(TextTable.clean(name)) + "  ";
    out.print(job);
    out.flush();
    jobLineOpen = true;
  }

  @Override
  public synchronized void jobTrains(long examples) {
    if (terminal.interactive()) {
      bar =
          new EpochBar(new EpochBar.Epoch(job.strip(), examples, "", seconds -> -1), out, terminal);
    }
  }

  @Override
  public synchronized void jobFinished(ComparedJob finished) {
    String start = jobLineOpen && bar == null ? "" : job;
    closeBar();
    jobLineOpen = false;
    print(start + terminal.printable(ComparisonText.result(finished)));
  }

  @Override
  public synchronized void comparison(Comparison comparison) {
    section(ComparisonText.heading(comparison), ComparisonText.table(comparison, width()));
    List<String> findings = ComparisonText.findings(comparison, width());
    if (!findings.isEmpty()) {
      section("Findings", findings);
    }
    out.println();
    out.flush();
  }

  @Override
  public synchronized void progress(long round, long examples, double loss) {
    if (bar != null) {
      bar.progress(round, examples, loss);
    }
  }

  @Override
  public synchronized void epochFinished(EpochReport epoch) {
    closeBar();
    if (table == null) {
      table = EpochTable.of(epoch);
    }
    epochSeconds = epoch.seconds();
    validation = table.validation(epoch);
    if (!table.begun(terminal.width())) {
      out.println();
      print(terminal.bold(terminal.printable(table.heading(terminal.width()))));
    }
    print(terminal.printable(table.line(epoch)));
  }

  @Override
  public synchronized void note(String text) {
    remark(HeaderText.wrap(text, terminal.width()).stream().map(terminal::printable).toList());
  }

  @Override
  public synchronized void warning(String text) {
    remark(
        HeaderText.wrap("Warning: " + text, terminal.width()).stream()
            .map(line -> terminal.warning(terminal.printable(line)))
            .toList());
  }

  @Override
  public synchronized void section(String heading, List<String> lines) {
    closeBar();
    out.println();
    HeaderText.wrap(heading, terminal.width())
        .forEach(line -> print(terminal.bold(terminal.printable(line))));
    lines.forEach(line -> print(terminal.printable((INDENT + line).stripTrailing())));
  }

  @Override
  public synchronized void section(String heading, Map<String, String> lines) {
    section(heading, HeaderText.named(lines, width()));
  }

  @Override
  public synchronized void rate(String ofJob, RateCurve curve) {
    section(RateText.heading(curve), RateText.table(curve, width()));
    section("Learning rate", RateText.suggestion(curve));
  }

  @Override
  public synchronized void result(String text, Map<String, ?> figures) {
    note(text);
  }

  @Override
  public synchronized void evaluation(EvaluationReport report) {
    evaluations(List.of(report));
  }

  @Override
  public synchronized void measurement(Measurement measured) {
    section(DiagnosisText.heading(measured), DiagnosisText.table(measured));
  }

  @Override
  public synchronized void findings(List<Finding> findings) {
    section(
        "Findings",
        findings.isEmpty()
            ? HeaderText.wrap(Findings.NOTHING, width())
            : DiagnosisText.findings(findings, width()));
  }

  @Override
  public synchronized void finished(RunReport run) {
    Summary summary = run.summary();
    closeBar();
    if (!run.evaluations().isEmpty()) {
      evaluations(run.evaluations());
    }
    String after = " after " + Numbers.count(summary.epochs(), "epoch");
    section(
        switch (summary.status()) {
          case FINISHED -> "Finished" + after;
          case INTERRUPTED ->
              "Interrupted"
                  + after
                  + (summary.model().isEmpty() ? "" : "; what was learned so far is kept");
        },
        RunText.closing(run, width()));
    if (!summary.model().isEmpty()) {
      section("Next", RunText.next(run, width()));
    }
    out.println();
    out.flush();
  }

  @Override
  public synchronized void failed(int code, String message) {
    closeBar();
  }

  /** Details first, so that what matters most stands last and stays in sight. */
  private void evaluations(List<EvaluationReport> reports) {
    EvaluationReport last = reports.get(reports.size() - 1);
    if (last.evaluation().metrics() instanceof ClassificationMetrics metrics
        && metrics.examples() > 0) {
      section("Classes of " + last.part(), EvaluationText.byClass(last, metrics, width()));
      List<String> matrix = EvaluationText.confusion(last, metrics, width());
      if (matrix.isEmpty()) {
        section("Mistakes in " + last.part(), EvaluationText.mistakes(last, metrics, width()));
      } else {
        section(
            "Confusion in " + last.part() + " (a line: the true class, a column: taken for)",
            matrix);
      }
    }
    section("Results", EvaluationText.overview(reports, width()));
  }

  private void remark(List<String> lines) {
    if (bar != null) {
      bar.above(lines);
    } else {
      if (jobLineOpen) {
        out.println();
        jobLineOpen = false;
      }
      lines.forEach(this::print);
    }
  }

  private void print(String line) {
    out.println(line);
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
