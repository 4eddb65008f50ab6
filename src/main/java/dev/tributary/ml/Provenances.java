package dev.tributary.ml;

import dev.tributary.config.JobFile;
import dev.tributary.data.LoadedData;
import dev.tributary.model.Evaluation;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Provenance;
import dev.tributary.model.SourceFormat;
import dev.tributary.nn.GradientEngine;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingOutcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes a model of what training ended with, and notes where it comes from. */
final class Provenances {
  private Provenances() {}

  static ModelBundle bundle(
      JobFile file,
      TrainingJob job,
      GradientEngine network,
      LoadedData data,
      int workers,
      TrainingOutcome outcome) {
    TrainedNetwork trained =
        new TrainedNetwork(
            network.spec(),
            network.input(),
            outcome.model().weights(),
            outcome.model().statistics());
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("train.loss", outcome.loss());
    outcome
        .validation()
        .map(Evaluation::values)
        .orElse(Map.of())
        .forEach((name, value) -> figures.put("validation." + name, value));
    return new ModelBundle(
        trained.description(),
        trained.tensors(),
        data.encoding(),
        new SourceFormat("auto", Map.of()),
        new Provenance(
            file.config().root().unwrapped(),
            job.data().train(),
            Map.of("train", data.train().totalRows(), "validation", data.validation().totalRows()),
            Map.of(
                "tributary", version(),
                "spark", org.apache.spark.package$.MODULE$.SPARK_VERSION(),
                "java", System.getProperty("java.version")),
            job.training().seed(),
            workers,
            outcome.epochs(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            figures));
  }

  private static String version() {
    return Optional.ofNullable(Provenances.class.getPackage().getImplementationVersion())
        .orElse("development");
  }
}
