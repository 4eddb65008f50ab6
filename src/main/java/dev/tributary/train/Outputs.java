package dev.tributary.train;

import dev.tributary.data.Curve;
import dev.tributary.data.DataEncoding;
import dev.tributary.math.Rows;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.io.Serializable;
import java.util.List;
import java.util.function.DoubleFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a model's outputs mean: the columns that a prediction adds to a row. */
sealed interface Outputs extends Serializable {
  /** What the outputs of a network mean where data was encoded so. */
  static Outputs of(TrainedNetwork network, DataEncoding encoding) {
    TargetKind targets = encoding.targets(network.spec().loss().targets());
    if (targets == TargetKind.FEATURES) {
      return new Reconstruction(encoding.shift(), encoding.factor(), encoding.curves());
    }
    List<Shape> shapes = network.spec().shapes(network.input());
    return new Answer(
        EvaluationSums.kind(network.spec().loss().name(), targets),
        shapes.get(shapes.size() - 1).size(),
        encoding.classes());
  }

  /** The columns, in order. */
  StructType columns();

  /**
   * Writes a row's columns to {@code columns[at ..]}.
   *
   * @param outputs {@code [rows, outputs]}
   * @param inputs {@code [rows, inputs]}
   */
  void write(float[] outputs, float[] inputs, int row, Object[] columns, int at);

  /** The column with the standard deviations over passes, where there are several. */
  StructField deviationColumn();

  /**
   * A row's value in that column.
   *
   * @param deviations of the outputs, {@code [rows, outputs]}
   */
  Object deviation(float[] deviations, int row);

  /**
   * A class with its probabilities, or values.
   *
   * @param kind how the outputs are judged
   * @param width how many an example
   * @param classes the names of the classes; empty where they are integers
   */
  record Answer(EvaluationSums.Kind kind, int width, List<String> classes) implements Outputs {
    private static final long serialVersionUID = 1L;

    @Override
    public StructType columns() {
      StructType columns = new StructType().add(Predictor.PREDICTION, predictionType(), true);
      return kind == EvaluationSums.Kind.VALUES
          ? columns
          : columns.add(Predictor.PROBABILITY, probabilityType(), true);
    }

    @Override
    public void write(float[] outputs, float[] inputs, int row, Object[] columns, int at) {
      int from = row * width;
      switch (kind) {
        case CLASSES -> {
          columns[at] = className(Rows.largest(outputs, from, width));
          columns[at + 1] = all(outputs, from, value -> value);
        }
        case DECISIONS -> {
          columns[at] = each(outputs, from, value -> className(value > 0.5 ? 1 : 0));
          columns[at + 1] = each(outputs, from, value -> value);
        }
        case VALUES -> columns[at] = each(outputs, from, value -> value);
      }
    }

    @Override
    public StructField deviationColumn() {
      return kind == EvaluationSums.Kind.VALUES
          ? DataTypes.createStructField(Predictor.PREDICTION_STDDEV, predictionType(), true)
          : DataTypes.createStructField(Predictor.PROBABILITY_STDDEV, probabilityType(), true);
    }

    @Override
    public Object deviation(float[] deviations, int row) {
      int from = row * width;
      return kind == EvaluationSums.Kind.CLASSES
          ? all(deviations, from, value -> value)
          : each(deviations, from, value -> value);
    }

    private DataType predictionType() {
      DataType one =
          kind == EvaluationSums.Kind.VALUES
              ? DataTypes.DoubleType
              : classes.isEmpty() ? DataTypes.IntegerType : DataTypes.StringType;
      return width == 1 || kind == EvaluationSums.Kind.CLASSES
          ? one
          : DataTypes.createArrayType(one);
    }

    private DataType probabilityType() {
      return kind == EvaluationSums.Kind.DECISIONS && width == 1
          ? DataTypes.DoubleType
          : DataTypes.createArrayType(DataTypes.DoubleType);
    }

    private Object each(float[] values, int from, DoubleFunction<Object> meaning) {
      return width == 1 ? meaning.apply(values[from]) : all(values, from, meaning);
    }

    private Object[] all(float[] values, int from, DoubleFunction<Object> meaning) {
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

  /**
   * The features as an autoencoder gives them back, in their own units, {@code y / factor + shift},
   * and the mean squared error in scaled units.
   *
   * @param shift of the scaling, one a feature
   * @param factor of the scaling, one a feature
   * @param curves what features went through before they were scaled, one each
   */
  record Reconstruction(List<Double> shift, List<Double> factor, List<Curve> curves)
      implements Outputs {
    private static final long serialVersionUID = 1L;

    @Override
    public StructType columns() {
      return new StructType()
          .add(Predictor.PREDICTION, DataTypes.createArrayType(DataTypes.DoubleType), true)
          .add(Predictor.RECONSTRUCTION_ERROR, DataTypes.DoubleType, true);
    }

    @Override
    public void write(float[] outputs, float[] inputs, int row, Object[] columns, int at) {
      int width = shift.size();
      Object[] features = new Object[width];
      double sum = 0;
      for (int j = 0; j < width; j++) {
        double output = outputs[row * width + j];
        double error = output - inputs[row * width + j];
        sum += error * error;
        features[j] = curves.get(j).back(output / factor.get(j) + shift.get(j));
      }
      columns[at] = features;
      columns[at + 1] = sum / width;
    }

    /** In the features' own units, as the reconstruction; of a logarithm, in its units. */
    @Override
    public StructField deviationColumn() {
      return DataTypes.createStructField(
          Predictor.PREDICTION_STDDEV, DataTypes.createArrayType(DataTypes.DoubleType), true);
    }

    @Override
    public Object deviation(float[] deviations, int row) {
      int width = shift.size();
      Object[] features = new Object[width];
      for (int j = 0; j < width; j++) {
        features[j] = deviations[row * width + j] / Math.abs(factor.get(j));
      }
      return features;
    }
  }
}
