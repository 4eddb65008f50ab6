package dev.tributary.ml;

import dev.tributary.data.DataEncoding;
import org.apache.spark.ml.linalg.Vectors;

/**
 * An autoencoder's columns, as many of them as are asked for: the features as it gives them back,
 * in their own units, {@code y / factor + shift}, and the mean squared error in scaled units.
 */
final class ReconstructionColumns implements ResultColumns {
  private static final long serialVersionUID = 1L;

  private final double[] shift;
  private final double[] factor;
  private final boolean reconstruction;
  private final boolean error;

  ReconstructionColumns(DataEncoding encoding, boolean reconstruction, boolean error) {
    this.shift = encoding.shift().stream().mapToDouble(Double::doubleValue).toArray();
    this.factor = encoding.factor().stream().mapToDouble(Double::doubleValue).toArray();
    this.reconstruction = reconstruction;
    this.error = error;
  }

  @Override
  public int count() {
    return (reconstruction ? 1 : 0) + (error ? 1 : 0);
  }

  @Override
  public void write(float[] outputs, float[] inputs, int row, Object[] columns, int at) {
    int width = shift.length;
    double[] features = new double[width];
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double output = outputs[row * width + j];
      double difference = output - inputs[row * width + j];
      sum += difference * difference;
      features[j] = output / factor[j] + shift[j];
    }
    int next = at;
    if (reconstruction) {
      columns[next++] = Vectors.dense(features);
    }
    if (error) {
      columns[next] = sum / width;
    }
  }
}
