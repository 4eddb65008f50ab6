package dev.tributary.train;

import dev.tributary.data.BadRows;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.RowEncoder;
import dev.tributary.data.Source;
import dev.tributary.data.UnusableDataException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Adds a model's predictions to rows, in batches on the executors.
 *
 * <p>A classifier adds {@code prediction}, the class as the labels spelled it, and {@code
 * probability}, one number a class (with a single sigmoid: that of the second class). An
 * autoencoder adds {@code prediction}, the reconstructed features as an array in their own units,
 * and {@code reconstruction_error}. Any other model adds {@code prediction}, a number or, with
 * several outputs, an array. All columns of the input stay.
 */
public final class Predictor {
  /** The column with the predicted class or value. */
  public static final String PREDICTION = "prediction";

  /** The column with the probabilities of a classifier. */
  public static final String PROBABILITY = "probability";

  /** The column with the mean squared error of an autoencoder, in scaled units. */
  public static final String RECONSTRUCTION_ERROR = "reconstruction_error";

  /** The column with the standard deviations of a classifier's probabilities over passes. */
  public static final String PROBABILITY_STDDEV = "probability_stddev";

  /** The column with the standard deviations of predicted values over passes. */
  public static final String PREDICTION_STDDEV = "prediction_stddev";

  private static final int BATCH_SIZE = 256;

  private final JavaSparkContext spark;
  private final TrainedNetwork network;
  private final DataEncoding encoding;
  private final Outputs outputs;
  private Inference inference = new Inference.OnePass();

  /**
   * @param network computes the outputs
   * @param encoding makes inputs of raw rows, as in training
   */
  public Predictor(JavaSparkContext spark, TrainedNetwork network, DataEncoding encoding) {
    this.spark = spark;
    this.network = network;
    this.encoding = encoding;
    this.outputs = Outputs.of(network, encoding);
  }

  /**
   * Has the outputs averaged over passes in which dropout and the like are random (Gal and
   * Ghahramani, 2016), and a column added with their standard deviations: {@code
   * probability_stddev}, or {@code prediction_stddev} where there are no probabilities.
   *
   * @param passes at least 2
   * @param seed decides what is drawn; a row's predictions depend on it, the number of passes and
   *     the row alone
   * @throws IllegalArgumentException if there are fewer passes
   */
  public Predictor sampling(int passes, long seed) {
    inference = new MonteCarlo(passes, seed);
    return this;
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
    StructType columns = columns();
    List<String> added = List.of(columns.fieldNames());
    StructType schema = new StructType();
    for (var field : rows.schema().fields()) {
      if (added.contains(field.name())) {
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
    for (var column : columns.fields()) {
      schema = schema.add(column);
    }
    TrainedNetwork suited = inference.suited(network);
    NetworkSetup setup =
        new NetworkSetup(
            UUID.randomUUID().toString(),
            suited.spec(),
            suited.input(),
            BATCH_SIZE,
            TaskSlots.cpus(spark),
            encoding.targets(suited.spec().loss().targets()),
            Set.of());
    PredictionTask task =
        new PredictionTask(
            setup,
            spark.broadcast(
                SharedModel.untrained(suited.weights(), suited.statistics(), new float[0][])),
            encoder,
            inference,
            outputs,
            keptOrdinals(rows.schema(), kept),
            badRows,
            source);
    return rows.mapPartitions(task, Encoders.row(schema));
  }

  private StructType columns() {
    StructType columns = outputs.columns();
    return inference.deviates() ? columns.add(outputs.deviationColumn()) : columns;
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
}
