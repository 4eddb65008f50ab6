package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.nn.diagnosis.Measurement;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells a person what happens: a header, a bar that becomes one line per epoch, a closing summary.
 *
 * <p>On a terminal the running epoch is a bar drawn over itself, and headings are bold. Elsewhere
 * (a file, a pipe, cron) there are only plain lines, without any control character. Lines keep to
 * the terminal's width, except that a path is never cut.
 */
public final class ConsoleReport {
  private static final String INDENT = "  ";

  private final PrintStream out;
  private final Terminal terminal;
  private final int width;

  private int epochs;
  private EpochTable table;
  private EpochBar bar;
  private String job = "";
  private boolean jobLineOpen;

  public ConsoleReport(PrintStream out, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
    this.width = terminal.width() - INDENT.length();
  }

  /** For a run that isn't to be told of. */
  public static ConsoleReport silent() {
    return new ConsoleReport(
        new PrintStream(OutputStream.nullOutputStream(), false, UTF_8), Terminal.NONE);
  }

  /** All that is known before the first round. */
  public synchronized void header(NetworkTable network, DataSummary data, TrainingPlan plan) {
    section("Network", HeaderText.network(network, width, false));
    data(data);
    plan(plan);
    epochs = plan.epochs();
    table = EpochTable.of(plan.epochs(), data);
  }

  /** The whole network, however deep it is. */
  public synchronized void network(NetworkTable network) {
    section("Network", HeaderText.network(network, width, true));
  }

  /** What is about to happen, or would. */
  public synchronized void plan(TrainingPlan plan) {
    section("Training " + plan.job(), HeaderText.plan(plan, width));
  }

  public synchronized void data(DataSummary data) {
    section("Data", HeaderText.data(data, width));
  }

  /**
   * An epoch begins; {@link #progress} and {@link #epochFinished} follow.
   *
   * @param epoch its number, from 1
   * @param examples how many examples it will train on
   */
  public synchronized void epochStarted(int epoch, long examples) {
    closeBar();
    if (terminal.interactive()) {
      String of = epochs > 0 ? "/" + epochs : "";
      bar = new EpochBar("epoch " + epoch + of, examples, out, terminal);
    }
  }

  /** A job of several begins, and a line with its name; {@link #jobFinished} follows. */
  public synchronized void jobStarted(String name) {
    job = terminal.printable(TextTable.clean(name)) + "  ";
    out.print(job);
    out.flush();
    jobLineOpen = true;
  }

  /**
   * A job that has begun goes on to its training; {@link #progress} may follow.
   *
   * @param examples how many examples all its epochs will train on
   */
  public synchronized void jobTrains(long examples) {
    if (terminal.interactive()) {
      bar = new EpochBar(job.strip(), examples, out, terminal);
    }
  }

  /** The job's line is completed with what came of it. */
  public synchronized void jobFinished(ComparedJob finished) {
    String start = jobLineOpen && bar == null ? "" : job;
    closeBar();
    jobLineOpen = false;
    print(start + terminal.printable(ComparisonText.result(finished)));
  }

  /** Jobs beside one another. */
  public synchronized void comparison(Comparison comparison) {
    section(ComparisonText.heading(comparison), ComparisonText.table(comparison, width));
    List<String> findings = ComparisonText.findings(comparison, width);
    if (!findings.isEmpty()) {
      section("Findings", findings);
    }
    out.println();
    out.flush();
  }

  /**
   * How far the epoch is; cheap enough to call after every round.
   *
   * @param examples trained so far in this epoch
   * @param loss their mean training loss
   */
  public synchronized void progress(long examples, double loss) {
    if (bar != null) {
      bar.progress(examples, loss);
    }
  }

  public synchronized void epochFinished(EpochReport epoch) {
    closeBar();
    if (table == null) {
      table = EpochTable.of(epoch);
    }
    if (!table.begun()) {
      out.println();
      print(terminal.bold(terminal.printable(table.heading())));
    }
    print(terminal.printable(table.line(epoch)));
  }

  /** A remark, such as where a run resumes or why it stops early. */
  public synchronized void note(String text) {
    remark(HeaderText.wrap(text, terminal.width()).stream().map(terminal::printable).toList());
  }

  /** A remark that should not be overlooked. */
  public synchronized void warning(String text) {
    remark(
        HeaderText.wrap("Warning: " + text, terminal.width()).stream()
            .map(line -> terminal.warning(terminal.printable(line)))
            .toList());
  }

  /** Further figures, in the manner of the rest. */
  public synchronized void section(String heading, List<String> lines) {
    closeBar();
    out.println();
    print(terminal.bold(terminal.printable(TextTable.clean(heading))));
    lines.forEach(line -> print(terminal.printable((INDENT + line).stripTrailing())));
  }

  /** Further figures, each beside its name. */
  public synchronized void section(String heading, Map<String, String> lines) {
    section(heading, HeaderText.named(lines, width));
  }

  /** One model on one data set, in full. */
  public synchronized void evaluation(EvaluationReport report) {
    evaluations(List.of(report));
  }

  /** How signal and gradient travel through the depth. */
  public synchronized void measurement(Measurement measured) {
    section(DiagnosisText.heading(measured), DiagnosisText.table(measured));
  }

  /** What is wrong with a network, or that nothing is. */
  public synchronized void findings(List<Finding> findings) {
    section(
        "Findings",
        findings.isEmpty()
            ? HeaderText.wrap(Findings.NOTHING, width)
            : DiagnosisText.findings(findings, width));
  }

  /** The end of a run, finished or interrupted. */
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
        closing(run));
    if (!summary.model().isEmpty()) {
      section("Next", next(summary.model(), run));
    }
    out.println();
    out.flush();
  }

  /** Details first, so that what matters most stands last and stays in sight. */
  private void evaluations(List<EvaluationReport> reports) {
    EvaluationReport last = reports.get(reports.size() - 1);
    if (last.evaluation().metrics() instanceof ClassificationMetrics metrics
        && metrics.examples() > 0) {
      section("Classes of " + last.part(), EvaluationText.byClass(last, metrics, width));
      List<String> matrix = EvaluationText.confusion(last, metrics, width);
      if (matrix.isEmpty()) {
        section("Mistakes in " + last.part(), EvaluationText.mistakes(last, metrics, width));
      } else {
        section(
            "Confusion in " + last.part() + " (a line: the true class, a column: taken for)",
            matrix);
      }
    }
    section("Results", EvaluationText.overview(reports, width));
  }

  private List<String> closing(RunReport run) {
    Summary summary = run.summary();
    Summary.Seconds seconds = summary.seconds();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "time",
        "%s: read %s, train %s, evaluate %s%s"
            .formatted(
                Numbers.duration(seconds.total()),
                Numbers.duration(seconds.read()),
                Numbers.duration(seconds.rounds().total()),
                Numbers.duration(seconds.evaluate()),
                seconds.checkpoint() > 0
                    ? ", checkpoint " + Numbers.duration(seconds.checkpoint())
                    : ""));
    if (seconds.rounds().total() > 0) {
      lines.put(
          "speed",
          "%s examples/s, %s"
              .formatted(
                  Numbers.rate(summary.examplesPerSecond()),
                  Numbers.count(summary.workers(), "worker")));
      lines.put("averaging", run.averaging().text());
    }
    if (!summary.model().isEmpty()) {
      lines.put("model", summary.model());
    }
    lines.put("figures", run.output() + "/summary.json, metrics.jsonl");
    lines.put("report", run.output() + "/report.html");
    if (!run.log().isEmpty()) {
      lines.put("log", run.log());
    }
    return HeaderText.named(lines, width);
  }

  private List<String> next(String model, RunReport run) {
    String data = run.data().isEmpty() ? "DATA" : quoted(run.data());
    List<String> lines = new ArrayList<>();
    lines.addAll(command("evaluate " + quoted(model), List.of("--data " + data)));
    lines.addAll(
        command(
            "predict " + quoted(model),
            List.of("--input " + data, "--output " + quoted(run.output() + "/predictions"))));
    return lines;
  }

  /** A command to copy, continued with backslashes where one line is too short. */
  private List<String> command(String start, List<String> options) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("submit/tributary " + start);
    for (String option : options) {
      if (line.length() + option.length() + 3 > width) {
        lines.add(line + " \\");
        line.setLength(0);
        line.append(INDENT).append(INDENT).append(option);
      } else {
        line.append(' ').append(option);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:=@%+,~-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
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
