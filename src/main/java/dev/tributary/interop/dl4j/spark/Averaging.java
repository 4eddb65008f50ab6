package dev.tributary.interop.dl4j.spark;

import dev.tributary.optim.OuterStep;
import dev.tributary.train.WeightedAverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Makes the next shared parameters of what the workers made of the last ones. */
final class Averaging {
  private final Normalizations normalizations;
  private final Place place;
  private final OuterStep outer;
  private final float[][] outerState;
  private final float[][] freshState;

  /** Which vector has the running statistics. */
  enum Place {
    WEIGHTS,
    STATISTICS
  }

  /**
   * @param normalizations where running statistics stand
   * @param place in which vector
   * @param outer what becomes of the average
   * @param outerState what the outer step remembers; changed in place
   * @param freshState what the updaters start each round with; empty to go on with their average
   */
  Averaging(
      Normalizations normalizations,
      Place place,
      OuterStep outer,
      float[][] outerState,
      float[][] freshState) {
    this.normalizations = normalizations;
    this.place = place;
    this.outer = outer;
    this.outerState = outerState;
    this.freshState = freshState;
  }

  /**
   * The next shared parameters.
   *
   * @param results in worker order, at least one
   */
  Shared combine(Shared before, List<Learned> results) {
    long[] examples = results.stream().mapToLong(result -> result.examples).toArray();
    float[] weights = average(results, examples, result -> result.weights);
    outer.apply(before.weights, weights, outerState);
    float[] statistics = average(results, examples, result -> result.statistics);
    switch (place) {
      case WEIGHTS ->
          normalizations.pool(all(results, result -> result.weights), examples, weights);
      case STATISTICS ->
          normalizations.pool(all(results, result -> result.statistics), examples, statistics);
    }
    int steps = results.stream().mapToInt(result -> result.steps).max().orElseThrow();
    return new Shared(
        weights, statistics, state(results, examples), before.iteration + steps, before.epoch);
  }

  private float[][] state(List<Learned> results, long[] examples) {
    if (freshState.length > 0) {
      return freshState;
    }
    float[][] state = new float[results.get(0).state.length][];
    for (int i = 0; i < state.length; i++) {
      int vector = i;
      state[i] = average(results, examples, result -> result.state[vector]);
    }
    return state;
  }

  private static float[] average(
      List<Learned> results, long[] examples, Function<Learned, float[]> vector) {
    return WeightedAverage.of(
        results.stream().map(vector).toArray(float[][]::new),
        Arrays.stream(examples).asDoubleStream().toArray());
  }

  private static List<float[]> all(List<Learned> results, Function<Learned, float[]> vector) {
    List<float[]> vectors = new ArrayList<>();
    results.forEach(result -> vectors.add(vector.apply(result)));
    return vectors;
  }
}
