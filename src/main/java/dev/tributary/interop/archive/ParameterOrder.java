package dev.tributary.interop.archive;

import dev.tributary.nn.Network;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each parameter of a network lies in Deeplearning4j's flat vector, and how to get from there
 * to Tributary's two and back.
 *
 * <p>Deeplearning4j has the layers in order, each with its kernel by columns ({@code [inputs,
 * units]}, units slowest) and its bias, or with γ, β, moving mean and moving variance, for which
 * log₁₀ of the deviation may stand. Tributary has kernels by rows, and moving statistics in a
 * vector of their own.
 */
public final class ParameterOrder implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Rows and columns of a tile, of which two stay near the processor. */
  private static final int TILE = 32;

  /** How a stretch of numbers is written in Deeplearning4j's vector. */
  private enum Form {
    PLAIN,
    /** By columns. */
    BY_COLUMNS,
    /** {@code log₁₀ σ} for {@code σ²}. */
    LOG_DEVIATION,
    /** One number of Tributary's for all. */
    SHARED,
    /** None of Tributary's: a constant. */
    CONSTANT
  }

  /** Which of Tributary's vectors. */
  private enum Home {
    WEIGHTS,
    STATISTICS
  }

  /**
   * A stretch of Deeplearning4j's vector.
   *
   * @param offset where it starts in its home
   * @param columns of a kernel; else 1
   * @param constant what stands there if it has no home
   */
  private record Piece(Form form, Home home, int offset, int length, int columns, float constant)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final List<Piece> pieces;
  private final int weights;
  private final int statistics;
  private final int length;

  private ParameterOrder(List<Piece> pieces, int weights, int statistics) {
    this.pieces = List.copyOf(pieces);
    this.weights = weights;
    this.statistics = statistics;
    this.length = pieces.stream().mapToInt(Piece::length).reduce(0, Math::addExact);
  }

  /** How many parameters Deeplearning4j counts. */
  public int length() {
    return length;
  }

  /** Tributary's weights of Deeplearning4j's parameters. */
  public float[] weights(float[] parameters) {
    return gather(parameters, Home.WEIGHTS, new float[weights]);
  }

  /** Tributary's moving statistics of Deeplearning4j's parameters. */
  public float[] statistics(float[] parameters) {
    return gather(parameters, Home.STATISTICS, new float[statistics]);
  }

  /**
   * Deeplearning4j's parameters of Tributary's.
   *
   * @param flatWeights in the order of the network's layout
   * @param flatStatistics likewise
   */
  public float[] parameters(float[] flatWeights, float[] flatStatistics) {
    float[] parameters = new float[length];
    int at = 0;
    for (Piece piece : pieces) {
      scatter(piece, piece.home == Home.WEIGHTS ? flatWeights : flatStatistics, parameters, at);
      at += piece.length;
    }
    return parameters;
  }

  /**
   * Tributary's optimizer state of Deeplearning4j's updater state, which has, for every run of
   * parameters that learn, each vector of the state in turn. Moving statistics don't learn.
   *
   * @param updaterState flat
   * @param vectors how many there are of the optimizer
   */
  public float[][] optimizerState(float[] updaterState, int vectors) {
    requireLength(updaterState, vectors * learning());
    float[][] state = new float[vectors][weights];
    walkState(vectors, (piece, vector, at) -> gather(piece, updaterState, at, state[vector]));
    return state;
  }

  /** Deeplearning4j's updater state of Tributary's optimizer state. */
  public float[] updaterState(float[][] optimizerState) {
    float[] updaterState = new float[optimizerState.length * learning()];
    walkState(
        optimizerState.length,
        (piece, vector, at) -> scatter(piece, optimizerState[vector], updaterState, at));
    return updaterState;
  }

  /** What is done at a piece of the state. */
  @FunctionalInterface
  private interface Visit {
    void at(Piece piece, int vector, int at);
  }

  private void walkState(int vectors, Visit visit) {
    int at = 0;
    for (int from = 0; from < pieces.size(); ) {
      int to = from;
      while (to < pieces.size() && pieces.get(to).home == Home.WEIGHTS) {
        to++;
      }
      for (int vector = 0; vector < vectors; vector++) {
        for (Piece piece : pieces.subList(from, to)) {
          visit.at(piece, vector, at);
          at += piece.length;
        }
      }
      from = to + 1;
    }
  }

  private int learning() {
    return pieces.stream()
        .filter(piece -> piece.home == Home.WEIGHTS)
        .mapToInt(Piece::length)
        .sum();
  }

  private static void requireLength(float[] values, int wanted) {
    if (values.length != wanted) {
      throw new IllegalArgumentException(
          "Invalid numbers: %d (must be %d)".formatted(values.length, wanted));
    }
  }

  private float[] gather(float[] parameters, Home home, float[] flat) {
    requireLength(parameters, length);
    int at = 0;
    for (Piece piece : pieces) {
      if (piece.home == home) {
        gather(piece, parameters, at, flat);
      }
      at += piece.length;
    }
    return flat;
  }

  private static void gather(Piece piece, float[] parameters, int at, float[] flat) {
    switch (piece.form) {
      case PLAIN -> System.arraycopy(parameters, at, flat, piece.offset, piece.length);
      case BY_COLUMNS ->
          transpose(
              parameters, at, piece.columns, piece.length / piece.columns, flat, piece.offset);
      case LOG_DEVIATION -> {
        for (int i = 0; i < piece.length; i++) {
          flat[piece.offset + i] = (float) Math.pow(10, 2.0 * parameters[at + i]);
        }
      }
      case SHARED -> flat[piece.offset] = parameters[at + piece.length - 1];
      case CONSTANT -> {}
    }
  }

  private static void scatter(Piece piece, float[] flat, float[] parameters, int at) {
    switch (piece.form) {
      case PLAIN -> System.arraycopy(flat, piece.offset, parameters, at, piece.length);
      case BY_COLUMNS ->
          transpose(
              flat, piece.offset, piece.length / piece.columns, piece.columns, parameters, at);
      case LOG_DEVIATION -> {
        for (int i = 0; i < piece.length; i++) {
          parameters[at + i] = (float) (Math.log10(flat[piece.offset + i]) / 2);
        }
      }
      case SHARED -> Arrays.fill(parameters, at, at + piece.length, flat[piece.offset]);
      case CONSTANT -> Arrays.fill(parameters, at, at + piece.length, piece.constant);
    }
  }

  /** Writes the transpose of {@code x[rows, columns]}, tile by tile. */
  private static void transpose(
      float[] x, int from, int rows, int columns, float[] transposed, int to) {
    for (int top = 0; top < rows; top += TILE) {
      int bottom = Math.min(rows, top + TILE);
      for (int left = 0; left < columns; left += TILE) {
        int right = Math.min(columns, left + TILE);
        for (int row = top; row < bottom; row++) {
          for (int column = left; column < right; column++) {
            transposed[to + column * rows + row] = x[from + row * columns + column];
          }
        }
      }
    }
  }

  /** Takes the tensors in the order that Deeplearning4j has them. */
  static final class Builder {
    private final Map<String, Slice> parameters;
    private final Map<String, Slice> statistics;
    private final int weightsSize;
    private final int statisticsSize;
    private final List<Piece> pieces = new ArrayList<>();

    Builder(Network network) {
      this.parameters = byName(network.parameters());
      this.statistics = byName(network.statistics());
      this.weightsSize = network.parameters().size();
      this.statisticsSize = network.statistics().size();
    }

    private static Map<String, Slice> byName(ParameterLayout layout) {
      Map<String, Slice> slices = new HashMap<>();
      layout.slices().forEach(slice -> slices.put(slice.name(), slice));
      return slices;
    }

    /** A kernel {@code [inputs, units]}. */
    Builder kernel(String name) {
      Slice slice = parameters.remove(name);
      return add(Form.BY_COLUMNS, Home.WEIGHTS, slice, slice.spec().shape().dimensions().get(1));
    }

    /** A vector of the weights. */
    Builder weights(String name) {
      return add(Form.PLAIN, Home.WEIGHTS, parameters.remove(name), 1);
    }

    /** A vector of the moving statistics. */
    Builder statistics(String name) {
      return add(Form.PLAIN, Home.STATISTICS, statistics.remove(name), 1);
    }

    /** A vector of moving variances, of which Deeplearning4j keeps log₁₀ of the root. */
    Builder logDeviations(String name) {
      return add(Form.LOG_DEVIATION, Home.STATISTICS, statistics.remove(name), 1);
    }

    /** A single weight that stands for {@code count}. */
    Builder shared(String name, int count) {
      pieces.add(
          new Piece(Form.SHARED, Home.WEIGHTS, parameters.remove(name).offset(), count, 1, 0f));
      return this;
    }

    /** What Tributary doesn't have, and Deeplearning4j can't be without. */
    Builder constant(float value, int count) {
      pieces.add(new Piece(Form.CONSTANT, Home.WEIGHTS, 0, count, 1, value));
      return this;
    }

    private Builder add(Form form, Home home, Slice slice, int columns) {
      pieces.add(new Piece(form, home, slice.offset(), slice.length(), columns, 0f));
      return this;
    }

    /** The whole order; each of Tributary's tensors must have its place. */
    ParameterOrder build() {
      if (!parameters.isEmpty() || !statistics.isEmpty()) {
        throw new IllegalStateException(
            "Invalid order of parameters: it leaves out "
                + parameters.keySet()
                + statistics.keySet());
      }
      return new ParameterOrder(pieces, weightsSize, statisticsSize);
    }
  }
}
