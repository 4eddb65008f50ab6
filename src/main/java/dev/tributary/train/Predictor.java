package dev.tributary.train;

import dev.tributary.data.BadRows;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.RowEncoder;
import dev.tributary.data.Source;
import dev.tributary.data.UnusableDataException;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds a model's predictions to rows, in batches on the executors.
 *
 * <p>A classifier adds {@code prediction}, the class as the labels spelled it, and {@code
 * probability}, one number a class (with a single sigmoid: that of the second class). Any other
 * model adds {@code prediction}, a number or, with several outputs, an array. All columns of the
 * input stay.
 */
public final class Predictor {
  /** The column with the predicted class or value. */
  public static final String PREDICTION = "prediction";

  /** The column with the probabilities of a classifier. */
  public static final String PROBABILITY = "probability";

  private static final int BATCH_SIZE = 256;

  private final JavaSparkContext spark;
  private final TrainedNetwork network;
  private final DataEncoding encoding;
  private final Outputs outputs;

  /**
   * @param network computes the outputs
   * @param encoding makes inputs of raw rows, as in training
   */
  public Predictor(JavaSparkContext spark, TrainedNetwork network, DataEncoding encoding) {
    List<Shape> shapes = network.spec().shapes(network.input());
    this.spark = spark;
    this.network = network;
    this.encoding = encoding;
    TargetKind targets = network.spec().loss().targets();
    this.outputs =
        new Outputs(
            EvaluationSums.kind(network.spec().loss().name(), targets),
            shapes.get(shapes.size() - 1).size(),
            encoding.classes());
  }

  /**
   * The rows with their predictions, computed when they are asked for.
   *
   * @param badRows what to do with a row whose features can't be used: {@code SKIP} leaves its
   *     predictions null
   * @throws UnusableDataException if the rows lack a feature, or already have such columns
   */
  public Dataset<Row> predict(Source source, BadRows badRows) {
    Dataset<Row> rows = source.rows();
    RowEncoder encoder = RowEncoder.of(rows.schema(), encoding);
    StructType schema = new StructType();
    for (var field : rows.schema().fields()) {
      if (field.name().equals(PREDICTION) || field.name().equals(PROBABILITY)) {
        throw new UnusableDataException(
            source.name()
                + " already has a column "
                + field.name()
                + ", which the predictions would replace. Rename or drop it.");
      }
      if (!field.name().equals(Source.MALFORMED)) {
        schema = schema.add(field);
      }
    }
    int kept = schema.length();
    schema = schema.add(PREDICTION, outputs.predictionType(), true);
    if (outputs.kind() != EvaluationSums.Kind.VALUES) {
      schema = schema.add(PROBABILITY, outputs.probabilityType(), true);
    }
    NetworkSetup setup =
        new NetworkSetup(
            UUID.randomUUID().toString(),
            network.spec(),
            network.input(),
            BATCH_SIZE,
            TaskSlots.cpus(spark),
            network.spec().loss().targets(),
            Set.of());
    PredictionTask task =
        new PredictionTask(
            setup,
            spark.broadcast(
                SharedModel.untrained(network.weights(), network.statistics(), new float[0][])),
            encoder,
            outputs,
            keptOrdinals(rows.schema(), kept),
            badRows,
            source);
    return rows.mapPartitions(task, Encoders.row(schema));
  }

  private static int[] keptOrdinals(StructType schema, int kept) {
    int[] ordinals = new int[kept];
    int next = 0;
    for (int i = 0; i < schema.length(); i++) {
      if (!schema.fields()[i].name().equals(Source.MALFORMED)) {
        ordinals[next++] = i;
      }
    }
    return ordinals;
  }

  /**
   * What a model's outputs mean.
   *
   * @param kind how they are judged
   * @param width how many an example
   * @param classes the names of the classes; empty where they are integers
   */
  record Outputs(EvaluationSums.Kind kind, int width, List<String> classes)
      implements java.io.Serializable {
    private static final long serialVersionUID = 1L;

    DataType predictionType() {
      boolean single = kind != EvaluationSums.Kind.CLASSES && width == 1;
      DataType one =
          kind == EvaluationSums.Kind.VALUES
              ? DataTypes.DoubleType
              : classes.isEmpty() ? DataTypes.IntegerType : DataTypes.StringType;
      return single || kind == EvaluationSums.Kind.CLASSES ? one : DataTypes.createArrayType(one);
    }

    DataType probabilityType() {
      return kind == EvaluationSums.Kind.DECISIONS && width == 1
          ? DataTypes.DoubleType
          : DataTypes.createArrayType(DataTypes.DoubleType);
    }

    /** The prediction, in the type that {@link #predictionType} names. */
    Object prediction(float[] values, int from) {
      return switch (kind) {
        case CLASSES -> className(EvaluationSums.largest(values, from, width));
        case DECISIONS -> each(values, from, value -> className(value > 0.5 ? 1 : 0));
        case VALUES -> each(values, from, value -> value);
      };
    }

    /** The probabilities, in the type that {@link #probabilityType} names. */
    Object probability(float[] values, int from) {
      if (kind == EvaluationSums.Kind.DECISIONS && width == 1) {
        return (double) values[from];
      }
      Object[] all = new Object[width];
      for (int j = 0; j < width; j++) {
        all[j] = (double) values[from + j];
      }
      return all;
    }

    private Object each(
        float[] values, int from, java.util.function.DoubleFunction<Object> meaning) {
      if (width == 1) {
        return meaning.apply(values[from]);
      }
      Object[] all = new Object[width];
      for (int j = 0; j < width; j++) {
        all[j] = meaning.apply(values[from + j]);
      }
      return all;
    }

    private Object className(int index) {
      return classes.isEmpty() ? (Object) index : classes.get(index);
    }
  }
}
