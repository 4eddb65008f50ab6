package dev.tributary.ml;

import dev.tributary.train.TrainingJob;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a deep network to tell classes apart, on the executors of Spark.
 *
 * <p>Labels are class indices from 0, as a {@code StringIndexer} gives them. Features are a vector
 * column, an array of numbers, or with {@link #setInputCols} any columns of numbers. The network is
 * given by its hidden layers ({@link #setLayers}), to which an output for each class is added, or
 * whole in {@link #setConf}.
 *
 * <p>The same rows in the same order, in as many partitions, with the same params give the same
 * model, bit for bit; rows whose order isn't fixed, such as those of a shuffle that is run again,
 * may not.
 */
public final class DeepClassifier
    extends ProbabilisticClassifier<Vector, DeepClassifier, DeepClassificationModel>
    implements TrainingSetters<DeepClassifier>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;
  private static final String BINARY = "binary_crossentropy";
  private static final String SPARSE = "sparse_categorical_crossentropy";

  /** Set by the constructor of Spark's class, which asks for it. */
  private String uid;

  private final ParamSet paramSet = new ParamSet(this);

  public DeepClassifier() {
    this(GivenUid.random("deepClassifier"));
  }

  public DeepClassifier(String uid) {
    this(GivenUid.of(uid));
  }

  private DeepClassifier(GivenUid unused) {
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
    return DeepClassificationModel.columns(schema, this, getHandleInvalid(), new String[0], -1);
  }

  @Override
  public DeepClassificationModel train(Dataset<?> dataset) {
    IntSupplier classes = () -> ClassCount.of(dataset.toDF(), getLabelCol());
    JobText.Task task =
        new JobText.Task(FeatureColumns.of(this, getFeaturesCol()), getLabelCol(), SPARSE, classes);
    JobRun.Result result = Fitting.fit(this, task, job -> check(job, classes), dataset);
    DeepClassificationModel model =
        new DeepClassificationModel(
            uid(), new Served(result.bundle()), Optional.of(result.summary()));
    labels(dataset.schema())
        .filter(names -> names.length == model.numClasses())
        .ifPresent(names -> model.set(model.labels(), names));
    return model;
  }

  /** Refuses what tells no classes apart, and thresholds for others. */
  private void check(TrainingJob job, IntSupplier classes) {
    String loss = job.network().loss().name();
    int units = job.targets().units();
    boolean binary = loss.equals(BINARY) && units == 1;
    if (!binary && !loss.equals(SPARSE)) {
      throw new IllegalArgumentException(
          "DeepClassifier can't train with the loss %s and %d outputs; allowed is %s, or %s with one output."
              .formatted(loss, units, SPARSE, BINARY));
    }
    if (binary && classes.getAsInt() > 2) {
      throw new IllegalArgumentException(
          "The column %s holds %d classes, where a network with one output tells two apart. Set the loss to %s."
              .formatted(getLabelCol(), classes.getAsInt(), SPARSE));
    }
    DeepClassificationModel.checkThresholds(this, binary ? 2 : units);
  }

  /** What the label's indices stand for, where the column says it. */
  private Optional<String[]> labels(StructType schema) {
    return Attribute.fromStructField(schema.apply(getLabelCol()))
                instanceof NominalAttribute classes
            && classes.values().isDefined()
        ? Optional.of(classes.values().get())
        : Optional.empty();
  }

  @Override
  public DeepClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads saved ones. */
  public static MLReader<DeepClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** The one that was saved at a path. */
  public static DeepClassifier load(String path) {
    return read().load(path);
  }
}
