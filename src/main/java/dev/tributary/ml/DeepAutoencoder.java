package dev.tributary.ml;

import dev.tributary.train.TrainingJob;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a deep network to give its input back, on the executors of Spark; it needs no labels.
 *
 * <p>Features, network and what is reproducible: as with {@link DeepClassifier}; the output layer
 * that is added to {@link #setLayers} has a linear unit for each number of the input. With {@code
 * setLoss("binary_crossentropy")} it has sigmoid units, and features must lie from 0 to 1 once they
 * are scaled.
 */
public final class DeepAutoencoder extends Estimator<DeepAutoencoderModel>
    implements TrainingSetters<DeepAutoencoder>,
        AutoencoderSetters<DeepAutoencoder>,
        DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  /** Set by the constructor of Spark's class, which asks for it. */
  private String uid;

  private final ParamSet paramSet = new ParamSet(this);
  private final AutoencoderParamSet outputs = new AutoencoderParamSet(this);

  public DeepAutoencoder() {
    this(GivenUid.random("deepAutoencoder"));
  }

  public DeepAutoencoder(String uid) {
    this(GivenUid.of(uid));
  }

  private DeepAutoencoder(GivenUid unused) {
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
  public AutoencoderParamSet autoencoderParamSet() {
    return outputs;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    FeatureColumns.check(schema, FeatureColumns.of(this, getFeaturesCol()));
    Schemas.checkTraining(schema, this, "");
    return DeepAutoencoderModel.columns(schema, this, -1, -1);
  }

  @Override
  public DeepAutoencoderModel fit(Dataset<?> dataset) {
    transformSchema(dataset.schema(), true);
    List<String> features = FeatureColumns.of(this, getFeaturesCol());
    IntSupplier width = () -> FeatureColumns.width(dataset.toDF(), features);
    JobText.Task task = new JobText.Task(features, "", "mse", width);
    JobRun.Result result = Fitting.fit(this, task, this::check, dataset);
    DeepAutoencoderModel model =
        new DeepAutoencoderModel(uid(), new Served(result.bundle()), Optional.of(result.summary()));
    return copyValues(model.setParent(this), new ParamMap());
  }

  /** Refuses a layer of codes that isn't there before anything is trained. */
  private void check(TrainingJob job) {
    if (isSet(codeLayer())) {
      CodeLayer.named(job.network(), getCodeLayer());
    }
  }

  @Override
  public DeepAutoencoder copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads saved ones. */
  public static MLReader<DeepAutoencoder> read() {
    return new DefaultParamsReader<>();
  }

  /** The one that was saved at a path. */
  public static DeepAutoencoder load(String path) {
    return read().load(path);
  }
}
