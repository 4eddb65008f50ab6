package dev.tributary.ml;

import dev.tributary.data.BadRow;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.RowEncoder;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.GradientEngine;
import dev.tributary.train.DeployedNetwork;
import dev.tributary.train.TrainedNetwork;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A trained model, ready to be asked. Copies of a Spark model share it, and so its one broadcast,
 * which is sent when rows are first transformed and let go with the last of them.
 */
final class Served implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String FEATURES = "features";

  private final ModelBundle bundle;
  private transient TrainedNetwork network;
  private transient SparkContext where;
  private transient Map<Integer, DeployedNetwork> deployed;
  private transient Map<Integer, Local> locals;

  Served(ModelBundle bundle) {
    this.bundle = bundle;
  }

  /** A network in this JVM, for one row at a time. */
  private record Local(
      TrainedNetwork network, GradientEngine engine, RowEncoder encoder, Inputs inputs) {}

  /** One row's. */
  private static final class Inputs {
    private final float[] values;

    private Inputs(int width) {
      this.values = new float[width];
    }
  }

  ModelBundle bundle() {
    return bundle;
  }

  synchronized TrainedNetwork network() {
    if (network == null) {
      network = TrainedNetwork.of(bundle);
    }
    return network;
  }

  /** How many numbers an example has. */
  int width() {
    return bundle.encoding().width();
  }

  /** The lowest layers of the network, on the executors of a Spark. */
  private synchronized DeployedNetwork on(SparkContext spark, int layers) {
    if (deployed == null || where != spark) {
      deployed = new HashMap<>();
      where = spark;
    }
    return deployed.computeIfAbsent(
        layers,
        count ->
            DeployedNetwork.of(JavaSparkContext.fromSparkContext(spark), network().lowest(count)));
  }

  /**
   * What adds results to the rows of a data set.
   *
   * @param params say which columns are the features, and what becomes of rows that can't be used
   * @param layers how many of the network's lowest give the outputs
   * @throws IllegalArgumentException if the columns can't give the network's input
   */
  Scoring scoring(
      Dataset<?> rows, DeepParams params, String featuresCol, int layers, ResultColumns results) {
    List<String> features = FeatureColumns.of(params, featuresCol);
    try {
      return new Scoring(
          on(rows.sparkSession().sparkContext(), layers),
          RowEncoder.of(rows.schema(), bundle.encoding().from(features)),
          results,
          Scoring.InvalidRows.of(params.getHandleInvalid()));
    } catch (UnusableDataException unfit) {
      throw new IllegalArgumentException(unfit.getMessage(), unfit);
    }
  }

  /**
   * What the lowest layers make of one example.
   *
   * @throws IllegalArgumentException if the vector is of another length, or a number in it isn't
   *     finite
   */
  synchronized float[] outputs(Vector features, int layers) {
    if (locals == null) {
      locals = new HashMap<>();
    }
    Local local = locals.computeIfAbsent(layers, this::local);
    float[] inputs = local.inputs().values;
    Optional<BadRow> fault = local.encoder().encode(RowFactory.create(features), inputs, 0);
    if (fault.isPresent()) {
      throw new IllegalArgumentException("The features can't be used: " + fault.get() + ".");
    }
    float[] all =
        local.engine().outputs(inputs, 1, local.network().weights(), local.network().statistics());
    return java.util.Arrays.copyOf(all, local.engine().width());
  }

  private Local local(int layers) {
    TrainedNetwork folded = network().lowest(layers).folded();
    DataEncoding encoding = bundle.encoding().from(List.of(FEATURES));
    StructType schema = new StructType().add(FEATURES, SQLDataTypes.VectorType());
    return new Local(
        folded,
        folded.spec().build(folded.input()),
        RowEncoder.of(schema, encoding),
        new Inputs(width()));
  }
}
