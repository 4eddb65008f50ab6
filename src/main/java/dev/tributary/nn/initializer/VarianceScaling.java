package dev.tributary.nn.initializer;

import dev.tributary.math.RandomStream;

/**
 * Weights of mean 0 and variance {@code scale / n}, where {@code n} is the fan-in or the mean of
 * fan-in and fan-out, so that signals neither grow nor fade from layer to layer.
 *
 * <p>Normal: {@code σ² = scale/n}, not truncated. Uniform: on {@code [-r, r]} with {@code r =
 * √(3·scale/n)}, which has the same variance.
 *
 * <ul>
 *   <li>glorot: scale 1, mean of the fans (Glorot and Bengio, 2010, eq. 12 and 16): tanh, sigmoid,
 *       softmax, linear
 *   <li>he: scale 2, fan-in (He et al., 2015, eq. 10): the ReLU family
 *   <li>lecun: scale 1, fan-in (LeCun et al., Efficient BackProp, 1998, eq. 16): SELU
 * </ul>
 *
 * <p>Keras's {@code *_normal} truncate at two standard deviations; these are the plain normal forms
 * of the papers, with the same variance.
 *
 * @param name what job files call it
 * @param scale the variance of a sum of {@code n} inputs of mean square 1
 * @param fan which {@code n}
 * @param distribution the shape of the density
 */
public record VarianceScaling(String name, double scale, Fan fan, Distribution distribution)
    implements Initializer {
  private static final long serialVersionUID = 1L;

  /** The {@code n} that the variance is divided by. */
  public enum Fan {
    IN,
    AVERAGE
  }

  /** The density that the weights are drawn from. */
  public enum Distribution {
    NORMAL,
    UNIFORM
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    double n = fan == Fan.IN ? fanIn : (fanIn + fanOut) / 2.0;
    double variance = scale / n;
    for (int i = offset; i < offset + length; i++) {
      values[i] =
          (float)
              switch (distribution) {
                case NORMAL -> StrictMath.sqrt(variance) * random.nextGaussian();
                case UNIFORM -> StrictMath.sqrt(3 * variance) * (2 * random.nextDouble() - 1);
              };
    }
  }
}
