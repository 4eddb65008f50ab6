package dev.tributary.report;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.RateCurve;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Tells a program what happens: a JSON object a line, in ASCII, each with {@code event} and {@code
 * time}. What the events hold is said in {@code src/site/markdown/monitoring.md}.
 */
final class ConsoleEvents implements ConsoleReport {
  private static final long PROGRESS_NANOS = 1_000_000_000L;

  private final PrintStream out;
  private long epochBegan;
  private long toldProgress;
  private int epoch;
  private long examples;
  private String job = "";

  ConsoleEvents(PrintStream out) {
    this.out = out;
  }

  @Override
  public void started(String command, String version) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("command", command);
    figures.put("version", version);
    tell("started", figures);
  }

  @Override
  public void header(NetworkTable network, DataSummary data, TrainingPlan plan) {
    network(network);
    data(data);
    plan(plan);
  }

  @Override
  public void network(NetworkTable network) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("input", network.input());
    figures.put("layers", network.rows());
    figures.put("parameters", network.trainable());
    figures.put("statistics", network.statistics());
    tell("network", figures);
  }

  @Override
  public void data(DataSummary data) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("parts", data.parts());
    figures.put("features", data.features());
    figures.put(
        data.classes() > 0 ? "classes" : "outputs",
        data.classes() > 0 ? data.classes() : data.outputs());
    figures.put("scaling", data.scaling());
    figures.put("skippedRows", data.skippedRows());
    tell("data", figures);
  }

  @Override
  public void plan(TrainingPlan plan) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("job", plan.job());
    figures.put("workers", plan.workers());
    figures.put("batchSize", plan.batchSize());
    figures.put("averaging", plan.averaging());
    figures.put("epochs", plan.epochs());
    figures.put("settings", plan.settings());
    tell("plan", figures);
  }

  @Override
  public synchronized void epochStarted(int number, long rows) {
    epoch = number;
    beginProgress(rows);
  }

  @Override
  public synchronized void jobStarted(String name) {
    job = name.strip();
    tell("jobStarted", Map.of("job", job));
  }

  @Override
  public synchronized void jobTrains(long rows) {
    beginProgress(rows);
  }

  @Override
  public void jobFinished(ComparedJob finished) {
    tell("jobFinished", Comparison.entry(finished));
  }

  @Override
  public void comparison(Comparison comparison) {
    tell("comparison", comparison.tree());
  }

  /** At most once a second. */
  @Override
  public synchronized void progress(long round, long done, double loss) {
    long now = System.nanoTime();
    if (now - toldProgress < PROGRESS_NANOS) {
      return;
    }
    toldProgress = now;
    double rate = done / ((now - epochBegan) / 1e9);
    Map<String, Object> figures = new LinkedHashMap<>();
    if (job.isEmpty()) {
      figures.put("epoch", epoch);
    } else {
      figures.put("job", job);
    }
    figures.put("round", round);
    figures.put("examples", done);
    figures.put("of", examples);
    figures.put("loss", loss);
    figures.put("examplesPerSecond", rate);
    figures.put("secondsLeft", (examples - done) / rate);
    tell("progress", figures);
  }

  private void beginProgress(long rows) {
    examples = rows;
    epochBegan = System.nanoTime();
    toldProgress = epochBegan;
  }

  @Override
  public void epochFinished(EpochReport report) {
    tell("epoch", MetricsLog.tree(report));
  }

  @Override
  public void note(String text) {
    tell("note", Map.of("text", text));
  }

  @Override
  public void warning(String text) {
    tell("warning", Map.of("text", text));
  }

  @Override
  public void result(String text, Map<String, ?> figures) {
    tell("result", figures);
  }

  @Override
  public void rate(String ofJob, RateCurve curve) {
    tell("rate", RateText.tree(ofJob, curve));
  }

  @Override
  public void evaluation(EvaluationReport report) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("data", report.part());
    figures.put("rows", report.evaluation().metrics().examples());
    figures.put("metrics", report.evaluation().values());
    if (report.evaluation().metrics() instanceof ClassificationMetrics metrics) {
      figures.put("classes", classes(report, metrics));
    }
    tell("evaluation", figures);
  }

  private static List<Map<String, Object>> classes(
      EvaluationReport report, ClassificationMetrics metrics) {
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int i = 0; i < metrics.classes(); i++) {
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("class", report.className(i));
      put("precision", metrics.precision(i), figures);
      put("recall", metrics.recall(i), figures);
      put("f1", metrics.f1(i), figures);
      figures.put("rows", metrics.support(i));
      classes.add(figures);
    }
    return classes;
  }

  private static void put(String name, OptionalDouble value, Map<String, Object> figures) {
    value.ifPresent(each -> figures.put(name, each));
  }

  @Override
  public void measurement(Measurement measured) {
    tell("measurement", DiagnosisJson.measurement(measured));
  }

  @Override
  public void findings(List<Finding> findings) {
    tell("findings", Map.of("findings", DiagnosisJson.findings(findings)));
  }

  @Override
  public void finished(RunReport run) {
    run.evaluations().forEach(this::evaluation);
    tell("summary", run.summary().tree());
  }

  @Override
  public void ended(int code) {
    tell("finished", Map.of("code", code));
  }

  @Override
  public void failed(int code, String message) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("code", code);
    figures.put("message", message);
    tell("error", figures);
  }

  private synchronized void tell(String event, Map<String, ?> figures) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("event", event);
    line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    line.putAll(figures);
    out.print(Json.asciiLine(line));
    out.flush();
  }
}
