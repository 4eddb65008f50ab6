package dev.tributary.ml;

import dev.tributary.model.ModelBundle;
import dev.tributary.nn.Shape;
import dev.tributary.train.TrainedNetwork;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A network that gives its input back.
 *
 * <p>{@code transform} adds the code, what the network makes of the input in its narrowest layer;
 * or the input as it is given back, or the error of that; whichever of their columns has a name.
 * Scoring and what is saved: as with {@link DeepClassificationModel}.
 */
public final class DeepAutoencoderModel extends Model<DeepAutoencoderModel>
    implements AutoencoderSetters<DeepAutoencoderModel>, MLWritable {
  private static final long serialVersionUID = 1L;

  /** Set by the constructor of Spark's class, which asks for it. */
  private String uid;

  private final ParamSet paramSet = new ParamSet(this);
  private final AutoencoderParamSet results = new AutoencoderParamSet(this);
  private final Served served;
  private final transient Optional<TrainingSummary> summary;

  DeepAutoencoderModel(String uid, Served served, Optional<TrainingSummary> summary) {
    this(GivenUid.of(uid), served, summary);
  }

  private DeepAutoencoderModel(GivenUid unused, Served served, Optional<TrainingSummary> summary) {
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
  public AutoencoderParamSet autoencoderParamSet() {
    return results;
  }

  /** How many numbers the input has. */
  public int numFeatures() {
    return served.width();
  }

  /** How many numbers a code has. */
  public int codeSize() {
    TrainedNetwork network = served.network();
    List<Shape> shapes = network.spec().shapes(network.input());
    return shapes.get(codeLayers() - 1).size();
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
    return columns(schema, this, codeSize(), numFeatures());
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema(), true);
    Dataset<Row> rows = dataset.toDF();
    StructType coded = withCode(dataset.schema(), this, codeSize());
    if (!getOutputCol().isEmpty()) {
      rows =
          served
              .scoring(rows, this, getFeaturesCol(), codeLayers(), new CodeColumn(codeSize()))
              .of(rows, coded);
    }
    ReconstructionColumns back =
        new ReconstructionColumns(
            served.bundle().encoding(),
            !getReconstructionCol().isEmpty(),
            !getReconstructionErrorCol().isEmpty());
    int all = served.network().spec().layers().size();
    return back.count() == 0
        ? rows
        : served.scoring(rows, this, getFeaturesCol(), all, back).of(rows, schema);
  }

  /** The code of one example. */
  public Vector code(Vector features) {
    return vector(served.outputs(features, codeLayers()), 0, codeSize());
  }

  private int codeLayers() {
    TrainedNetwork network = served.network();
    return isDefined(codeLayer())
        ? CodeLayer.named(network.spec(), getCodeLayer())
        : CodeLayer.narrowest(network);
  }

  @Override
  public DeepAutoencoderModel copy(ParamMap extra) {
    DeepAutoencoderModel copied = new DeepAutoencoderModel(uid(), served, summary);
    return copyValues(copied, extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new BundleWriter(this, served.bundle());
  }

  @Override
  public String toString() {
    return "DeepAutoencoderModel: uid=%s, numFeatures=%d, codeSize=%d"
        .formatted(uid(), numFeatures(), codeSize());
  }

  /** Reads saved ones. */
  public static MLReader<DeepAutoencoderModel> read() {
    return new BundleReader<>(
        DeepAutoencoderModel.class,
        (uid, bundle) -> new DeepAutoencoderModel(uid, new Served(bundle), Optional.empty()));
  }

  /** The one that was saved at a path. */
  public static DeepAutoencoderModel load(String path) {
    return read().load(path);
  }

  /**
   * The model of a bundle that {@code tributary train} wrote, with the feature columns that it was
   * trained on.
   *
   * @param path such as {@code out/digits/model}
   * @throws IllegalArgumentException if the bundle is a model of another kind
   */
  public static DeepAutoencoderModel fromBundle(String path) {
    ModelBundle bundle = OwnBundle.load(path);
    Served served = new Served(bundle);
    OwnBundle.Purpose.RECONSTRUCTION.require(served);
    DeepAutoencoderModel model =
        new DeepAutoencoderModel(
            Identifiable$.MODULE$.randomUID("deepAutoencoder"), served, Optional.empty());
    OwnBundle.nameColumns(model, model.featuresCol(), bundle);
    return model;
  }

  /** The schema with the columns that an autoencoder adds; sizes are below 0 if not known yet. */
  static StructType columns(
      StructType schema, AutoencoderParams params, int codeSize, int features) {
    Scoring.InvalidRows rows = Scoring.InvalidRows.of(params.getHandleInvalid());
    StructType wider =
        Schemas.withVector(
            withCode(schema, params, codeSize), params.getReconstructionCol(), features, rows);
    return Schemas.with(
        wider,
        params.getReconstructionErrorCol(),
        DataTypes.DoubleType,
        NumericAttribute.defaultAttr().toMetadata(),
        rows);
  }

  private static StructType withCode(StructType schema, AutoencoderParams params, int codeSize) {
    return Schemas.withVector(
        schema, params.getOutputCol(), codeSize, Scoring.InvalidRows.of(params.getHandleInvalid()));
  }

  static Vector vector(float[] numbers, int row, int width) {
    double[] values = new double[width];
    for (int i = 0; i < width; i++) {
      values[i] = numbers[row * width + i];
    }
    return Vectors.dense(values);
  }

  /** The code. */
  private record CodeColumn(int width) implements ResultColumns {
    private static final long serialVersionUID = 1L;

    @Override
    public int count() {
      return 1;
    }

    @Override
    public void write(float[] outputs, float[] inputs, int row, Object[] columns, int at) {
      columns[at] = vector(outputs, row, width);
    }
  }
}
