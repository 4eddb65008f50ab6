package dev.tributary.train;

import dev.tributary.nn.GradientEngine;
import dev.tributary.optim.Optimizer;

/**
 * What a round's vectors take as they travel; the few numbers that go with them don't count.
 *
 * @param shared of the shared model, which each executor fetches
 * @param result of what each worker sends
 */
public record RoundBytes(long shared, long result) {
  /** Of a job's rounds. */
  public static RoundBytes of(
      GradientEngine network, Optimizer optimizer, AveragingConfig averaging) {
    long weights = network.parameters().size();
    long statistics = (long) Float.BYTES * network.statistics().size();
    int states = averaging.optimizerState().kept(optimizer);
    return new RoundBytes(
        Wire.FLOAT32.bytes(weights, states) + statistics,
        averaging.wire().bytes(weights, states) + statistics);
  }
}
