package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.LoadedData;
import dev.tributary.model.Evaluation;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Provenance;
import dev.tributary.model.SourceFormat;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.optim.ClippingSummary;
import dev.tributary.report.EvaluationReport;
import dev.tributary.report.Summary;
import dev.tributary.train.Times;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingOutcome;
import dev.tributary.train.TrainingOutcome.Ending;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run was and what came of it, for the model and the summary.
 *
 * @param loaded the job and its data
 * @param outcome where training ended
 * @param tested the result on the test data, if there are any
 * @param findings of the last diagnosis, if there was one
 */
record TrainingRecord(
    LoadedJob loaded,
    TrainingOutcome outcome,
    Optional<Evaluation> tested,
    Optional<List<Finding>> findings) {

  /** The trained network with all that it takes to use it and to know where it came from. */
  ModelBundle bundle(JobFile file, TrainedNetwork trained) {
    TrainingJob job = loaded.job();
    LoadedData data = loaded.data();
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("train", data.train().totalRows());
    rows.put("validation", data.validation().totalRows());
    loaded.test().ifPresent(encoded -> rows.put("test", encoded.shards().totalRows()));
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("train.loss", outcome.loss());
    validation().forEach((name, value) -> figures.put("validation." + name, value));
    testValues().forEach((name, value) -> figures.put("test." + name, value));
    return new ModelBundle(
        trained.description(),
        trained.tensors(),
        data.encoding(),
        new SourceFormat(job.data().format(), job.data().options()),
        new Provenance(
            file.config().root().unwrapped(),
            job.data().train(),
            rows,
            Versions.all(),
            job.training().seed(),
            loaded.workers(),
            outcome.epochs(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            figures));
  }

  /**
   * The run's figures.
   *
   * @param totalSeconds wall time of all
   * @param testSeconds of the evaluation on the test data
   * @param checkpointSeconds how long training waited for checkpoints
   */
  Summary summary(double totalSeconds, double testSeconds, double checkpointSeconds) {
    Times times = outcome.times();
    double rounds = Stopwatch.seconds(times.rounds());
    double compute = Stopwatch.seconds(times.compute());
    return new Summary(
        outcome.ending() == Ending.INTERRUPTED
            ? Summary.Status.INTERRUPTED
            : Summary.Status.FINISHED,
        (long) outcome.model().weights().length + outcome.model().statistics().length,
        loaded.workers(),
        outcome.epochs(),
        outcome.rounds(),
        outcome.examples(),
        Map.of("loss", outcome.loss()),
        validation(),
        testValues(),
        outcome.clipping().map(ClippingSummary::values).orElse(Map.of()),
        outcome.rollbacks(),
        new Summary.Seconds(
            totalSeconds,
            loaded.readSeconds(),
            rounds,
            compute,
            rounds - compute,
            Stopwatch.seconds(times.evaluate()) + testSeconds,
            checkpointSeconds),
        Descriptions.skipped(loaded.data(), loaded.test()),
        loaded.job().output().replaceAll("/+$", "") + "/model",
        findings);
  }

  List<EvaluationReport> evaluations() {
    List<String> classes = loaded.data().encoding().classes();
    List<EvaluationReport> reports = new ArrayList<>();
    outcome
        .validation()
        .ifPresent(each -> reports.add(new EvaluationReport("validation", each, classes)));
    tested.ifPresent(each -> reports.add(new EvaluationReport("test", each, classes)));
    return reports;
  }

  private Map<String, Double> validation() {
    return outcome.validation().map(Evaluation::values).orElse(Map.of());
  }

  private Map<String, Double> testValues() {
    return tested.map(Evaluation::values).orElse(Map.of());
  }
}
