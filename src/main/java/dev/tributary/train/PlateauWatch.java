package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.optim.ReduceOnPlateau;
import java.util.Optional;

/** Lowers the learning rate of one run where the metric of its schedule no longer improves. */
final class PlateauWatch {
  private final ReduceOnPlateau rule;
  private final MonitoredMetric metric;
  private double best = Double.NaN;
  private int without;
  private int cooldown;

  PlateauWatch(ReduceOnPlateau rule) {
    this.rule = rule;
    this.metric = new MonitoredMetric(rule.monitor());
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
