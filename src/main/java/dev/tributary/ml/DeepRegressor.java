package dev.tributary.ml;

import dev.tributary.nn.TargetKind;
import dev.tributary.train.TrainingJob;
import java.util.Optional;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a deep network to predict a number, on the executors of Spark.
 *
 * <p>Features, network and what is reproducible: as with {@link DeepClassifier}; the output layer
 * that is added to {@link #setLayers} is a single linear unit.
 */
public final class DeepRegressor extends Regressor<Vector, DeepRegressor, DeepRegressionModel>
    implements TrainingSetters<DeepRegressor>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String SQUARED = "mse";

  /** Set by the constructor of Spark's class, which asks for it. */
  private String uid;

  private final ParamSet paramSet = new ParamSet(this);

  public DeepRegressor() {
    this(GivenUid.random("deepRegressor"));
  }

  public DeepRegressor(String uid) {
    this(GivenUid.of(uid));
  }

  private DeepRegressor(GivenUid unused) {
    super();
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = GivenUid.take();
    }
    return uid;
  }

  @Override
  public String explainParam(Param<?> param) {
    return Explained.param(this, param);
  }

  @Override
  public ParamSet paramSet() {
    return paramSet;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    FeatureColumns.check(schema, FeatureColumns.of(this, getFeaturesCol()));
    Schemas.checkTraining(schema, this, getLabelCol());
    return DeepRegressionModel.columns(schema, getPredictionCol(), getHandleInvalid());
  }

  @Override
  public DeepRegressionModel train(Dataset<?> dataset) {
    JobText.Task task =
        new JobText.Task(
            FeatureColumns.of(this, getFeaturesCol()), getLabelCol(), SQUARED, () -> 1);
    JobRun.Result result = Fitting.fit(this, task, DeepRegressor::check, dataset);
    return new DeepRegressionModel(
        uid(), new Served(result.bundle()), Optional.of(result.summary()));
  }

  /** Refuses what predicts no number. */
  private static void check(TrainingJob job) {
    String loss = job.network().loss().name();
    int units = job.targets().units();
    boolean number =
        job.targets().kind() == TargetKind.VALUES && units == 1 && !loss.endsWith("crossentropy");
    if (!number) {
      throw new IllegalArgumentException(
          "DeepRegressor can't train with the loss %s and %d outputs; allowed is %s with one output."
              .formatted(loss, units, SQUARED));
    }
  }

  @Override
  public DeepRegressor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads saved ones. */
  public static MLReader<DeepRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /** The one that was saved at a path. */
  public static DeepRegressor load(String path) {
    return read().load(path);
  }
}
