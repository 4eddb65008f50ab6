package dev.tributary.optim;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An {@link UpdateRule} on one network: the penalty's gradient, clipping, weight decay, the
 * optimizer's step, the constraint.
 *
 * <p>The weights of frozen layers aren't touched by any part of it. A layer's learning rate is the
 * step's times the layer's factor. Neighbors with the same factor are stepped as one range, so that
 * a network without either takes one pass over the whole vector.
 *
 * <p>Not for several threads; a step allocates nothing.
 */
public final class LocalUpdate {
  /** Neighboring weights that are treated alike. */
  private record Stretch(int from, int to, double rateFactor) {}

  private final UpdateRule rule;
  private final ParameterLayout layout;
  private final List<Stretch> stretches;
  private final List<Stretch> regularized;
  private final Projection projection;
  private final ClippingTally tally = new ClippingTally();
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
    this.regularized =
        Kernel.of(layout, rule.regularization().layers(), frozen).stream()
            .map(each -> new Stretch(each.offset(), each.end(), factor(rateFactors, each.layer())))
            .toList();
    this.projection = new Projection(rule.constraint(), layout, frozen);
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
    addPenalty(weights, gradient);
    rule.clipping().clip(gradient, weights, layout, tally);
    decay(weights, size.rate);
    step(weights, gradient, state, size);
    projection.apply(weights);
  }

  /** What clipping saw and did in all steps so far; the same object at each call. */
  public ClippingTally clipping() {
    return tally;
  }

  private void addPenalty(float[] weights, float[] gradient) {
    if (!rule.regularization().hasPenalty()) {
      return;
    }
    for (int i = 0; i < regularized.size(); i++) { // by index: an iterator would be allocated
      Stretch kernel = regularized.get(i);
      rule.regularization().addGradient(weights, gradient, kernel.from, kernel.to);
    }
  }

  private void decay(float[] weights, double rate) {
    if (rule.regularization().weightDecay() == 0) {
      return;
    }
    for (int i = 0; i < regularized.size(); i++) {
      Stretch kernel = regularized.get(i);
      rule.regularization().decay(weights, kernel.from, kernel.to, rate * kernel.rateFactor);
    }
  }

  private void step(float[] weights, float[] gradient, float[][] state, StepSize size) {
    own.momentum = size.momentum;
    own.step = size.step;
    for (int i = 0; i < stretches.size(); i++) {
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
      double factor = factor(rateFactors, slice.layer());
      int from = slice.offset();
      int last = stretches.size() - 1;
      if (last >= 0 && stretches.get(last).to == from && stretches.get(last).rateFactor == factor) {
        from = stretches.remove(last).from;
      }
      stretches.add(new Stretch(from, slice.offset() + slice.length(), factor));
    }
    return List.copyOf(stretches);
  }

  private static double factor(Map<String, Double> rateFactors, String layer) {
    return rateFactors.getOrDefault(layer, 1.0);
  }
}
