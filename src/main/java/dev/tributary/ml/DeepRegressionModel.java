package dev.tributary.ml;

import dev.tributary.model.ModelBundle;
import java.util.Optional;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A network that predicts a number; {@code transform} adds it. Scoring and what is saved: as with
 * {@link DeepClassificationModel}.
 */
public final class DeepRegressionModel extends RegressionModel<Vector, DeepRegressionModel>
    implements ScoringSetters<DeepRegressionModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  /** Set by the constructor of Spark's class, which asks for it. */
  private String uid;

  private final ParamSet paramSet = new ParamSet(this);
  private final Served served;
  private final transient Optional<TrainingSummary> summary;

  DeepRegressionModel(String uid, Served served, Optional<TrainingSummary> summary) {
    this(GivenUid.of(uid), served, summary);
  }

  private DeepRegressionModel(GivenUid unused, Served served, Optional<TrainingSummary> summary) {
    super();
    this.served = served;
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
    return columns(schema, getPredictionCol(), getHandleInvalid());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema(), true);
    if (getPredictionCol().isEmpty()) {
      return dataset.toDF();
    }
    return served
        .scoring(dataset, this, getFeaturesCol(), layers(served), new ValueColumn())
        .of(dataset, schema);
  }

  @Override
  public double predict(Vector features) {
    return served.outputs(features, layers(served))[0];
  }

  private static int layers(Served served) {
    return served.network().spec().layers().size();
  }

  @Override
  public DeepRegressionModel copy(ParamMap extra) {
    DeepRegressionModel copied = new DeepRegressionModel(uid(), served, summary);
    return copyValues(copied, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new BundleWriter(this, served.bundle());
  }

  @Override
  public String toString() {
    return "DeepRegressionModel: uid=%s, numFeatures=%d".formatted(uid(), numFeatures());
  }

  /** Reads saved ones. */
  public static MLReader<DeepRegressionModel> read() {
    return new BundleReader<>(
        DeepRegressionModel.class,
        (uid, bundle) -> new DeepRegressionModel(uid, new Served(bundle), Optional.empty()));
  }

  /** The one that was saved at a path. */
  public static DeepRegressionModel load(String path) {
    return read().load(path);
  }

  /**
   * The model of a bundle that {@code tributary train} wrote, with the feature columns that it was
   * trained on.
   *
   * @param path such as {@code out/digits/model}
   * @throws IllegalArgumentException if the bundle is a model of another kind
   */
  public static DeepRegressionModel fromBundle(String path) {
    ModelBundle bundle = OwnBundle.load(path);
    Served served = new Served(bundle);
    OwnBundle.Purpose.NUMBER.require(served);
    DeepRegressionModel model =
        new DeepRegressionModel(
            Identifiable$.MODULE$.randomUID("deepRegressor"), served, Optional.empty());
    OwnBundle.nameColumns(model, model.featuresCol(), bundle);
    return model;
  }

  /** The schema with the column that a regression adds. */
  static StructType columns(StructType schema, String prediction, String handleInvalid) {
    return Schemas.with(
        schema,
        prediction,
        DataTypes.DoubleType,
        prediction.isEmpty()
            ? NumericAttribute.defaultAttr().toMetadata()
            : NumericAttribute.defaultAttr().withName(prediction).toMetadata(),
        Scoring.InvalidRows.of(handleInvalid));
  }

  /** The single output. */
  private record ValueColumn() implements ResultColumns {
    private static final long serialVersionUID = 1L;

    @Override
    public int count() {
      return 1;
    }

    @Override
    public void write(float[] outputs, float[] inputs, int row, Object[] columns, int at) {
      columns[at] = (double) outputs[row];
    }
  }
}
