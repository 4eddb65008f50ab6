package dev.tributary.ml;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.InvalidModelException;
import dev.tributary.train.TrainingJob;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** What the estimators' {@code fit} have in common. */
final class Fitting {
  private Fitting() {}

  /**
   * Trains what params describe.
   *
   * @param check refuses a job that this kind of model can't come from
   * @throws IllegalArgumentException if the params or the rows aren't fit for it
   */
  static JobRun.Result fit(
      DeepParams params, JobText.Task task, Consumer<TrainingJob> check, Dataset<?> rows) {
    try {
      JobFile file = JobText.of(params, task);
      TrainingJob job = file.read(TrainingJob::read);
      check.accept(job);
      return run(params, file, job, rows.toDF());
    } catch (InvalidJobException | UnusableDataException | InvalidModelException wrong) {
      throw new IllegalArgumentException(wrong.getMessage(), wrong);
    }
  }

  /** Whether a column tells the validation rows apart. */
  static boolean isIndicated(DeepParams params) {
    return params.isSet(params.validationIndicatorCol())
        && !params.getValidationIndicatorCol().isEmpty();
  }

  private static JobRun.Result run(
      DeepParams params, JobFile file, TrainingJob job, Dataset<Row> rows) {
    if (!isIndicated(params)) {
      return new JobRun(file, job, rows, Optional.empty()).run();
    }
    Column held = FeatureColumns.column(params.getValidationIndicatorCol());
    return new JobRun(file, job, rows.filter(functions.not(held)), Optional.of(rows.filter(held)))
        .run();
  }
}
