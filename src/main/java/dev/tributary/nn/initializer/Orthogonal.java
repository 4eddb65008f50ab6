package dev.tributary.nn.initializer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Technique;
import java.util.Map;

/**
 * A random matrix {@code W}, {@code [fanIn, outputs]}, with {@code Wᵀ·W = gain²·I}, or, where it is
 * wider than tall, {@code W·Wᵀ = gain²·I}: it keeps the lengths of signals (Saxe et al., 2014,
 * section 3).
 *
 * <p>It is {@code gain·Q} of the decomposition {@code A = Q·R} of a Gaussian matrix (of {@code Aᵀ}
 * where it is wide), with the diagonal of R positive: only then is Q uniform among all such
 * matrices (Mezzadri, 2007, section 5). Modified Gram-Schmidt in double gives that sign by itself;
 * a vector that loses most of its length is projected again (Daniel et al., 1976). It takes about
 * {@code 2·long·short²} operations.
 *
 * @param gain what lengths are multiplied with; 1 by default, √2 suits ReLU
 */
@Technique(
    kind = Technique.Kind.INITIALIZER,
    name = "orthogonal",
    formula = "gain·Q, QᵀQ = I",
    paper = "Saxe et al., 2014",
    defaults = "gain 1")
public record Orthogonal(double gain) implements Initializer {
  private static final long serialVersionUID = 1L;
  private static final double MUCH_SHORTER = 0.01;

  @Override
  public String name() {
    return "orthogonal";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("gain", gain);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the length isn't a multiple of {@code fanIn}
   */
  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    if (length % fanIn != 0) {
      throw new IllegalArgumentException(
          "Invalid tensor: "
              + length
              + " values (must be a multiple of the fan-in, "
              + fanIn
              + ", to start orthogonal)");
    }
    int columns = length / fanIn;
    boolean tall = fanIn >= columns;
    double[][] vectors = orthonormal(Math.min(fanIn, columns), Math.max(fanIn, columns), random);
    for (int row = 0; row < fanIn; row++) {
      for (int column = 0; column < columns; column++) {
        double value = tall ? vectors[column][row] : vectors[row][column];
        values[offset + row * columns + column] = (float) (gain * value);
      }
    }
  }

  private static double[][] orthonormal(int count, int size, RandomStream random) {
    double[][] vectors = new double[count][size];
    for (int i = 0; i < count; i++) {
      double[] vector = vectors[i];
      for (int k = 0; k < size; k++) {
        vector[k] = random.nextGaussian();
      }
      double before = norm(vector);
      project(vector, vectors, i);
      if (norm(vector) < MUCH_SHORTER * before) {
        project(vector, vectors, i);
      }
      double length = norm(vector);
      for (int k = 0; k < size; k++) {
        vector[k] /= length;
      }
    }
    return vectors;
  }

  /** Takes from a vector what it has of the first {@code count} others. */
  private static void project(double[] vector, double[][] others, int count) {
    for (int j = 0; j < count; j++) {
      double[] other = others[j];
      double share = 0;
      for (int k = 0; k < vector.length; k++) {
        share += vector[k] * other[k];
      }
      for (int k = 0; k < vector.length; k++) {
        vector[k] -= share * other[k];
      }
    }
  }

  private static double norm(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return StrictMath.sqrt(squares);
  }

  /** Reads {@code orthogonal} from a job file. */
  @AutoService(InitializerType.class)
  public static final class Type implements InitializerType {
    @Override
    public String name() {
      return "orthogonal";
    }

    @Override
    public Initializer read(Section section) {
      return new Orthogonal(section.number("gain", 1, Range.positive()));
    }
  }
}
