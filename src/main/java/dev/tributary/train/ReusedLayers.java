package dev.tributary.train;

import dev.tributary.config.InvalidJobException;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers of a trained network in the place of a new network's own: their tensors replace what the
 * initializers gave, and they may stay frozen for a while.
 */
public final class ReusedLayers {
  private static final ReusedLayers NONE =
      new ReusedLayers(Set.of(), new Tensors(new float[0]), new Tensors(new float[0]), 0, 1);

  /** Where a tensor lies in the old flat vector and in the new one. */
  private record Move(int from, int to, int length) {}

  /** Tensors of an old flat vector. */
  private static final class Tensors {
    private final float[] values;
    private final List<Move> moves = new ArrayList<>();

    Tensors(float[] values) {
      this.values = values;
    }

    void copyInto(float[] flat) {
      moves.forEach(move -> System.arraycopy(values, move.from, flat, move.to, move.length));
    }
  }

  private final Set<String> layers;
  private final Tensors weights;
  private final Tensors statistics;
  private final int frozenEpochs;
  private final double rateFactor;

  private ReusedLayers(
      Set<String> layers,
      Tensors weights,
      Tensors statistics,
      int frozenEpochs,
      double rateFactor) {
    this.layers = Set.copyOf(layers);
    this.weights = weights;
    this.statistics = statistics;
    this.frozenEpochs = frozenEpochs;
    this.rateFactor = rateFactor;
  }

  /** All layers are new. */
  public static ReusedLayers none() {
    return NONE;
  }

  /**
   * The layers that a job asks for.
   *
   * @param source the saved model
   * @param target the network in the shape of the job's data
   * @throws InvalidJobException if a layer isn't there, or differs in its kind or in the shape of a
   *     tensor; the message names both layers
   */
  public static ReusedLayers of(Transfer transfer, TrainedNetwork source, GradientEngine target) {
    GradientEngine origin = source.spec().build(source.input());
    Map<String, String> pairs = new LayerPairs(transfer, origin, target).bySource();
    return placed(pairs, source, origin, target, transfer.frozenEpochs(), transfer.rateFactor());
  }

  /** What the network's own lower layers learned beforehand; they train on from there. */
  static ReusedLayers learned(TrainedNetwork source, GradientEngine target) {
    Map<String, String> pairs = new LinkedHashMap<>();
    source.spec().layers().forEach(layer -> pairs.put(layer.name(), layer.name()));
    GradientEngine origin = source.spec().build(source.input());
    return placed(pairs, source, origin, target, 0, 1);
  }

  private static ReusedLayers placed(
      Map<String, String> pairs,
      TrainedNetwork source,
      GradientEngine origin,
      GradientEngine target,
      int frozenEpochs,
      double rateFactor) {
    return new ReusedLayers(
        Set.copyOf(pairs.values()),
        place(pairs, origin.parameters(), source.weights(), target.parameters()),
        place(pairs, origin.statistics(), source.statistics(), target.statistics()),
        frozenEpochs,
        rateFactor);
  }

  private static Tensors place(
      Map<String, String> pairs, ParameterLayout from, float[] values, ParameterLayout to) {
    Map<String, Integer> offsets = new HashMap<>();
    to.slices().forEach(slice -> offsets.put(slice.name(), slice.offset()));
    Tensors tensors = new Tensors(values);
    for (Slice slice : from.slices()) {
      String layer = pairs.get(slice.layer());
      if (layer != null) {
        int offset = offsets.get(layer + "/" + slice.spec().name());
        tensors.moves.add(new Move(slice.offset(), offset, slice.length()));
      }
    }
    return tensors;
  }

  /** The names of the network's layers that were trained before. */
  public Set<String> layers() {
    return layers;
  }

  /** The layers that stay as they are in an epoch, from 1. */
  Set<String> frozenIn(int epoch) {
    return epoch <= frozenEpochs ? layers : Set.of();
  }

  /** What the learning rate of these layers is multiplied with. */
  Map<String, Double> rateFactors() {
    Map<String, Double> factors = new LinkedHashMap<>();
    if (rateFactor != 1) {
      layers.forEach(layer -> factors.put(layer, rateFactor));
    }
    return factors;
  }

  /** Puts the tensors in place of what the initializers gave. */
  void copyInto(float[] flatWeights, float[] flatStatistics) {
    weights.copyInto(flatWeights);
    statistics.copyInto(flatStatistics);
  }
}
