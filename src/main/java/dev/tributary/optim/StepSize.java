package dev.tributary.optim;

/** How far an optimizer's step goes; one object serves a whole round, so that no step allocates. */
public final class StepSize {
  /** The learning rate, at least 0. */
  public double rate;

  /** The momentum that the schedule sets, {@code [0, 1)}; NaN leaves it to the optimizer. */
  public double momentum = Double.NaN;

  /** How many steps the optimizer's state has seen, this one included: from 1. */
  public long step;

  /** A step at a rate, with the optimizer's own momentum. */
  public static StepSize of(double rate, long step) {
    StepSize size = new StepSize();
    size.rate = rate;
    size.step = step;
    return size;
  }

  /** The momentum of this step where an optimizer has its own. */
  double momentum(double own) {
    return Double.isNaN(momentum) ? own : momentum;
  }
}
