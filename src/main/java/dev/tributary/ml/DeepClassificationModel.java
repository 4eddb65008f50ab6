package dev.tributary.ml;

import dev.tributary.model.ModelBundle;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassifierParams;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Tuple3;

/**
 * A network that tells classes apart.
 *
 * <p>{@code transform} adds, under the names that their params say, the raw prediction (logits less
 * their mean), the probability of each class and the class; a name that is empty leaves its column
 * out. Rows are scored in batches on the executors, to which the network is sent once.
 *
 * <p>Saved, it is a folder with Spark ML's metadata and, in {@code model}, a bundle that {@code
 * tributary predict} and {@code evaluate} take too.
 */
public final class DeepClassificationModel
    extends ProbabilisticClassificationModel<Vector, DeepClassificationModel>
    implements ScoringSetters<DeepClassificationModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  /** Set by the constructor of Spark's class, which asks for it. */
  private String uid;

  private final ParamSet paramSet = new ParamSet(this);
  private final StringArrayParam labels =
      new StringArrayParam(
          this,
          "labels",
          "what the classes are called, by index; noted of the prediction column, where IndexToString"
              + " finds it");
  private final Served served;
  private final ClassOutputs outputs;
  private final transient Optional<TrainingSummary> summary;

  DeepClassificationModel(String uid, Served served, Optional<TrainingSummary> summary) {
    this(GivenUid.of(uid), served, summary);
  }

  private DeepClassificationModel(
      GivenUid unused, Served served, Optional<TrainingSummary> summary) {
    super();
    this.served = served;
    this.outputs = ClassOutputs.of(served.network());
    this.summary = summary;
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

  public StringArrayParam labels() {
    return labels;
  }

  public String[] getLabels() {
    return getOrDefault(labels);
  }

  @Override
  public int numClasses() {
    return outputs.classes();
  }

  @Override
  public int numFeatures() {
    return served.width();
  }

  /** Whether this comes from {@code fit}, in this program. */
  public boolean hasSummary() {
    return summary != null && summary.isPresent();
  }

  /**
   * How it was trained.
   *
   * @throws IllegalStateException unless {@link #hasSummary}
   */
  public TrainingSummary summary() {
    return Summaries.of(summary, uid());
  }

  @Override
  public StructType transformSchema(StructType schema) {
    FeatureColumns.check(schema, FeatureColumns.of(this, getFeaturesCol()));
    checkThresholds(this, numClasses());
    String[] names = isDefined(labels) ? getLabels() : new String[0];
    return columns(schema, this, getHandleInvalid(), names, numClasses());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema(), true);
    ClassColumns columns =
        new ClassColumns(
            outputs,
            getRawPredictionCol(),
            getProbabilityCol(),
            getPredictionCol(),
            isDefined(thresholds()) ? Optional.of(getThresholds()) : Optional.empty());
    return served
        .scoring(dataset, this, getFeaturesCol(), outputs.layers(), columns)
        .of(dataset, schema);
  }

  @Override
  public Vector predictRaw(Vector features) {
    return Vectors.dense(outputs.raw(served.outputs(features, outputs.layers()), 0));
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    ClassOutputs.toProbability(((DenseVector) raw).values());
    return raw;
  }

  @Override
  public DeepClassificationModel copy(ParamMap extra) {
    DeepClassificationModel copied = new DeepClassificationModel(uid(), served, summary);
    return copyValues(copied, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new BundleWriter(this, served.bundle());
  }

  /**
   * For summaries of Spark's own classifiers. Two classes above declare it with types that only
   * Scala takes for one another's; Java needs to have it settled.
   */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Tuple3 findSummaryModel() {
    return new Tuple3<>(this, getProbabilityCol(), getPredictionCol());
  }

  @Override
  public String toString() {
    return "DeepClassificationModel: uid=%s, numClasses=%d, numFeatures=%d"
        .formatted(uid(), numClasses(), numFeatures());
  }

  /** Reads saved ones. */
  public static MLReader<DeepClassificationModel> read() {
    return new BundleReader<>(
        DeepClassificationModel.class,
        (uid, bundle) -> new DeepClassificationModel(uid, new Served(bundle), Optional.empty()));
  }

  /** The one that was saved at a path. */
  public static DeepClassificationModel load(String path) {
    return read().load(path);
  }

  /**
   * The model of a bundle that {@code tributary train} wrote, with the feature columns that it was
   * trained on.
   *
   * @param path such as {@code out/digits/model}
   * @throws IllegalArgumentException if the bundle is a model of another kind
   */
  public static DeepClassificationModel fromBundle(String path) {
    ModelBundle bundle = OwnBundle.load(path);
    Served served = new Served(bundle);
    OwnBundle.Purpose.CLASSES.require(served);
    DeepClassificationModel model =
        new DeepClassificationModel(
            Identifiable$.MODULE$.randomUID("deepClassifier"), served, Optional.empty());
    OwnBundle.nameColumns(model, model.featuresCol(), bundle);
    List<String> classes = bundle.encoding().classes();
    if (!classes.isEmpty()) {
      model.set(model.labels(), classes.toArray(String[]::new));
    }
    return model;
  }

  /** The schema with the columns that a classifier adds; their size is below 0 if not known yet. */
  static StructType columns(
      StructType schema,
      ProbabilisticClassifierParams params,
      String handleInvalid,
      String[] names,
      int classes) {
    Scoring.InvalidRows rows = Scoring.InvalidRows.of(handleInvalid);
    StructType wider = Schemas.withVector(schema, params.getRawPredictionCol(), classes, rows);
    wider = Schemas.withVector(wider, params.getProbabilityCol(), classes, rows);
    String prediction = params.getPredictionCol();
    NominalAttribute attribute = NominalAttribute.defaultAttr();
    if (!prediction.isEmpty()) {
      attribute = attribute.withName(prediction);
    }
    if (classes > 0) {
      attribute =
          names.length == classes ? attribute.withValues(names) : attribute.withNumValues(classes);
    }
    return Schemas.with(wider, prediction, DataTypes.DoubleType, attribute.toMetadata(), rows);
  }

  /** As Spark checks them where it uses them. */
  static void checkThresholds(ProbabilisticClassifierParams params, int classes) {
    if (params.isDefined(params.thresholds()) && params.getThresholds().length != classes) {
      throw new IllegalArgumentException(
          "There are %d thresholds for %d classes; there must be one for each. Set the param thresholds so, or leave it out."
              .formatted(params.getThresholds().length, classes));
    }
  }
}
