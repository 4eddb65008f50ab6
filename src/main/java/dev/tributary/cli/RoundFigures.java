package dev.tributary.cli;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.Shape;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.report.Numbers;
import dev.tributary.train.Interval;
import dev.tributary.train.RoundBytes;
import dev.tributary.train.RoundCost;
import dev.tributary.train.TrainingJob;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a round of a job sends and what its tasks need, before it runs. */
final class RoundFigures {
  private final TrainingJob job;
  private final GradientEngine network;
  private final int workers;
  private final RoundBytes bytes;
  private final RoundCost.Road road;

  RoundFigures(TrainingJob job, GradientEngine network, int workers) {
    this.job = job;
    this.network = network;
    this.workers = workers;
    this.bytes = RoundBytes.of(network, job.training().optimizer(), job.averaging());
    this.road = job.averaging().road(workers, bytes.result());
  }

  /** What a round sends and what a task needs. */
  Map<String, String> lines() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("examples of each worker", examples());
    lines.put("to each executor", Numbers.bytes(bytes.shared()));
    lines.put("from each worker", Numbers.bytes(bytes.result()));
    switch (road) {
      case DRIVER ->
          lines.put("at the driver, of all workers", Numbers.bytes(bytes.result() * workers));
      case EXECUTORS ->
          lines.put("at the driver", Numbers.bytes(bytes.shared()) + ", summed by the executors");
    }
    long outer = job.averaging().outerStep(workers).state().size();
    if (outer > 0) {
      long weights = network.parameters().size();
      lines.put("at the driver, for the outer step", Numbers.bytes(Float.BYTES * weights * outer));
    }
    lines.put(
        "memory of each task",
        "about " + Numbers.bytes(bytes.shared() + ownBytes()) + ", and its shard of the data");
    return lines;
  }

  /** What a round costs besides its minibatches. */
  RoundCost cost(int executors) {
    return new RoundCost(executors, workers, bytes.shared(), bytes.result(), road);
  }

  /** A worker's weights, gradient, optimizer's state and statistics, and a minibatch's outputs. */
  private long ownBytes() {
    long vectors = 2L + job.training().optimizer().state().size();
    long outputs = network.input().size();
    for (Shape shape : network.shapes()) {
      outputs += 2L * shape.size();
    }
    return Float.BYTES
        * (network.parameters().size() * vectors
            + network.statistics().size()
            + outputs * job.training().batchSize());
  }

  /** How many examples a worker trains on in a round. */
  private String examples() {
    Interval every = job.averaging().every();
    if (every instanceof Interval.Shard) {
      return "those of a shard";
    }
    LearningRateSchedule schedule = job.training().learningRate();
    long steps = every.steps(schedule.rate(schedule.peak()));
    String most = "at most " + Numbers.count(steps * job.training().batchSize());
    return every instanceof Interval.QuadraticRule ? most + " at first, later more" : most;
  }
}
