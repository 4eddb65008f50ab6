package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.optim.ReduceOnPlateau;
import java.util.Optional;

/** Lowers the learning rate of one run where the metric of its schedule no longer improves. */
final class PlateauWatch {
  private final ReduceOnPlateau rule;
  private final MonitoredMetric metric;
  private double best;
  private int without;
  private int cooldown;

  /**
   * What a watch has seen of a run.
   *
   * @param best the best value; NaN before there was one
   * @param without epochs that count and were no better
   * @param cooldown epochs to come that don't count
   */
  record Seen(double best, int without, int cooldown) {
    static final Seen NOTHING = new Seen(Double.NaN, 0, 0);
  }

  PlateauWatch(ReduceOnPlateau rule, Seen before) {
    this.rule = rule;
    this.metric = new MonitoredMetric(rule.monitor());
    this.best = before.best;
    this.without = before.without;
    this.cooldown = before.cooldown;
  }

  Seen seen() {
    return new Seen(best, without, cooldown);
  }

  /** The model to go on from after an epoch: the same, or with a lower rate. */
  SharedModel after(SharedModel model, double loss, Optional<Evaluation> validation) {
    double value = metric.of(loss, validation, "the learning rate's schedule");
    if (metric.improves(value, best, rule.minimumChange())) {
      best = value;
      without = 0;
    } else if (cooldown == 0) {
      without++;
    }
    cooldown = Math.max(0, cooldown - 1);
    if (without < rule.patience()) {
      return model;
    }
    without = 0;
    cooldown = rule.cooldown();
    return model.withRateScale(rule.lowered(model.rateScale));
  }
}
