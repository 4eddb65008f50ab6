package dev.tributary.nn.diagnosis;

import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.LayerSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Sums over a sample, of one layer. */
final class Tally {
  private final int width;
  private final Optional<Activation> function;
  private final Slopes slopes;
  private final float[] slope;
  private final boolean[] alive;
  private double sum;
  private double squares;
  private long values;
  private long saturated;
  private double gradientSquares;
  private long gradientValues;

  Tally(LayerSpec spec, int width, int capacity) {
    this.width = width;
    this.function =
        spec instanceof ActivationLayer layer ? Optional.of(layer.function()) : Optional.empty();
    this.slopes = function.map(Slopes::of).orElse(new Slopes(0, Slopes.Ends.NEITHER));
    boolean sloped = slopes.ends() != Slopes.Ends.NEITHER;
    this.slope = new float[sloped ? Math.multiplyExact(capacity, width) : 0];
    this.alive = new boolean[sloped ? width : 0];
  }

  void output(float[] input, float[] output, int rows) {
    for (int i = 0; i < rows * width; i++) {
      double value = output[i];
      sum += value;
      squares += value * value;
    }
    values += (long) rows * width;
    if (slope.length > 0) {
      slopes(function.orElseThrow(), input, output, rows);
    }
  }

  private void slopes(Activation activation, float[] input, float[] output, int rows) {
    Arrays.fill(slope, 1f);
    // A copy, as it may be overwritten, and the next layer hasn't seen it yet.
    activation.backward(input, Arrays.copyOf(output, rows * width), slope, rows, width);
    double flat = Slopes.FLAT * slopes.steepest();
    for (int i = 0; i < rows * width; i++) {
      saturated += Math.abs(slope[i]) < flat ? 1 : 0;
      alive[i % width] |= slope[i] != 0;
    }
  }

  void outputGradient(float[] gradient, int rows) {
    for (int i = 0; i < rows * width; i++) {
      // Of one example's loss: the mean's gradient has the number of rows in it.
      double own = (double) rows * gradient[i];
      gradientSquares += own * own;
    }
    gradientValues += (long) rows * width;
  }

  void into(Map<Figure, Double> figures) {
    double mean = sum / values;
    figures.put(Figure.MEAN, mean);
    double variance = squares / values - mean * mean;
    figures.put(Figure.DEVIATION, variance < 0 ? 0 : Math.sqrt(variance));
    if (slopes.ends() == Slopes.Ends.SATURATE) {
      figures.put(Figure.SATURATED, (double) saturated / values);
    }
    if (slopes.ends() == Slopes.Ends.DIE) {
      int dead = 0;
      for (boolean each : alive) {
        dead += each ? 0 : 1;
      }
      figures.put(Figure.DEAD, (double) dead / width);
    }
    if (gradientValues > 0) {
      figures.put(Figure.OUTPUT_GRADIENT, Math.sqrt(gradientSquares / gradientValues));
    }
  }
}
