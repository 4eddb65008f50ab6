package dev.tributary.train;

import dev.tributary.math.RandomStream;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.Technique;
import java.util.Arrays;

/**
 * Mean and standard deviation of the outputs over passes in which dropout and the like are random:
 * {@code μ = Σ yₖ / K} and {@code σ² = Σ (yₖ - μ)² / K} (Gal and Ghahramani, 2016; they add the
 * noise of the observations, {@code 1/τ}, to σ², which a network without such a parameter can't
 * know).
 *
 * <p>A row's K passes are the K rows of a minibatch of its own, in which each row draws for itself;
 * more than the network's capacity go in several, minibatch {@code i} seeded by {@code derive(seed,
 * i)}. So the k-th pass is the same thinned network for every row, and what a row gets depends on
 * its features, the seed and K alone: not on its place, its neighbors or the partitions.
 *
 * @param passes K, at least 2
 * @param seed decides all that is drawn
 */
@Technique(
    kind = Technique.Kind.PREDICTION,
    name = "predict --monte-carlo",
    formula = "mean and standard deviation over K passes with dropout",
    paper = "Gal and Ghahramani, 2016",
    defaults = "off")
record MonteCarlo(int passes, long seed) implements Inference {
  private static final long serialVersionUID = 1L;

  MonteCarlo {
    if (passes < 2) {
      throw new IllegalArgumentException(
          "Invalid passes: " + passes + " (must be at least 2, to have a spread)");
    }
  }

  /** As it is: what folding leaves out is what is random. */
  @Override
  public TrainedNetwork suited(TrainedNetwork network) {
    return network;
  }

  @Override
  public boolean deviates() {
    return true;
  }

  @Override
  public Estimates infer(GradientEngine network, SharedModel model, float[] features, int rows) {
    int inputs = network.input().size();
    int width = network.width();
    float[] means = new float[rows * width];
    float[] deviations = new float[rows * width];
    float[] copies = new float[Math.min(passes, network.capacity()) * inputs];
    double[] mean = new double[width];
    double[] squares = new double[width];
    for (int row = 0; row < rows; row++) {
      for (int from = 0; from < copies.length; from += inputs) {
        System.arraycopy(features, row * inputs, copies, from, inputs);
      }
      sample(network, model, copies, mean, squares);
      for (int j = 0; j < width; j++) {
        means[row * width + j] = (float) mean[j];
        deviations[row * width + j] = (float) Math.sqrt(squares[j] / passes);
      }
    }
    return new Estimates(means, deviations);
  }

  /** Over all passes, after Welford. */
  private void sample(
      GradientEngine network, SharedModel model, float[] copies, double[] mean, double[] squares) {
    int width = mean.length;
    Arrays.fill(mean, 0);
    Arrays.fill(squares, 0);
    int done = 0;
    for (int i = 0; done < passes; i++) {
      int count = Math.min(passes - done, network.capacity());
      float[] outputs =
          network.sample(
              copies, count, model.weights, model.statistics, RandomStream.derive(seed, i));
      for (int k = 0; k < count; k++) {
        done++;
        for (int j = 0; j < width; j++) {
          double before = outputs[k * width + j] - mean[j];
          mean[j] += before / done;
          squares[j] += before * (outputs[k * width + j] - mean[j]);
        }
      }
    }
  }
}
