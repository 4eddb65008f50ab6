package dev.tributary.optim;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An {@link UpdateRule} on one network: clipping, then the optimizer's step.
 *
 * <p>The weights of frozen layers aren't touched by any part of it. A layer's learning rate is the
 * step's times the layer's factor. Neighbors with the same factor are stepped as one range, so that
 * a network without either takes one pass over the whole vector.
 *
 * <p>Not for several threads; a step allocates nothing.
 */
public final class LocalUpdate {
  /** Neighboring weights that are stepped alike. */
  private record Stretch(int from, int to, double rateFactor) {}

  private final UpdateRule rule;
  private final ParameterLayout layout;
  private final List<Stretch> stretches;
  private final StepSize own = new StepSize();

  /**
   * @param layout where each tensor lies
   * @param frozen names of layers whose weights stay as they are
   * @param rateFactors by layer name, each greater than 0; 1 where there is none
   */
  public LocalUpdate(
      UpdateRule rule,
      ParameterLayout layout,
      Set<String> frozen,
      Map<String, Double> rateFactors) {
    this.rule = rule;
    this.layout = layout;
    this.stretches = stretches(layout, frozen, rateFactors);
  }

  /**
   * One step, in place.
   *
   * @param weights {@code [n]}
   * @param gradient {@code [n]}; holds what the optimizer was given afterwards
   * @param state one {@code [n]} for each of the optimizer's names
   * @param size how far to go, read only
   */
  public void apply(float[] weights, float[] gradient, float[][] state, StepSize size) {
    rule.clipping().clip(gradient, weights, layout);
    own.momentum = size.momentum;
    own.step = size.step;
    for (int i = 0; i < stretches.size(); i++) { // by index: an iterator would be allocated
      Stretch stretch = stretches.get(i);
      own.rate = size.rate * stretch.rateFactor;
      rule.optimizer().step(weights, gradient, state, stretch.from, stretch.to, own);
    }
  }

  private static List<Stretch> stretches(
      ParameterLayout layout, Set<String> frozen, Map<String, Double> rateFactors) {
    List<Stretch> stretches = new ArrayList<>();
    for (Slice slice : layout.slices()) {
      if (frozen.contains(slice.layer())) {
        continue;
      }
      double factor = rateFactors.getOrDefault(slice.layer(), 1.0);
      int from = slice.offset();
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).to == from && stretches.get(last).rateFactor == factor) {
        from = stretches.remove(last).from;
      }
      stretches.add(new Stretch(from, slice.offset() + slice.length(), factor));
    }
    return List.copyOf(stretches);
  }
}
