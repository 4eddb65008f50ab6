package dev.tributary.report;

import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.optim.RateCurve;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Tells a person what a command was asked for, and what should not be overlooked; nothing else. */
final class ConsoleQuiet implements ConsoleReport {
  private final PrintStream out;
  private final ConsoleText results;
  private final ConsoleText warnings;
  private final Terminal terminal;

  ConsoleQuiet(PrintStream out, PrintStream err, Terminal terminal) {
    this.out = out;
    this.terminal = terminal;
    this.results = new ConsoleText(out, terminal);
    this.warnings = new ConsoleText(err, terminal);
  }

  @Override
  public void warning(String text) {
    warnings.warning(text);
  }

  @Override
  public void result(String text, Map<String, ?> figures) {
    results.note(text);
  }

  @Override
  public void rate(String job, RateCurve curve) {
    print(HeaderText.named(RateText.suggestion(curve), terminal.width()));
  }

  @Override
  public void evaluation(EvaluationReport report) {
    print(EvaluationText.overview(List.of(report), terminal.width()));
  }

  @Override
  public void comparison(Comparison comparison) {
    print(ComparisonText.table(comparison, terminal.width()));
  }

  @Override
  public void findings(List<Finding> findings) {
    print(
        findings.isEmpty()
            ? HeaderText.wrap(Findings.NOTHING, terminal.width())
            : DiagnosisText.findings(findings, terminal.width()));
  }

  @Override
  public void finished(RunReport run) {
    results.note(RunText.sentence(run));
  }

  private void print(List<String> lines) {
    lines.forEach(line -> out.println(terminal.printable(line)));
    out.flush();
  }
}
