package dev.tributary.train;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.tributary.model.Evaluation;
import dev.tributary.optim.Rollback;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

/**
 * How training goes, among Spark's own metrics: whatever sinks Spark has (files, JMX, Graphite,
 * Prometheus, ..) show them, of the driver, under {@code tributary}.
 *
 * <p>Closing it lets the sinks report once more, since a run may be shorter than their period, and
 * takes the metrics back.
 */
public final class TrainingMetrics implements TrainingListener, Source, AutoCloseable {
  private static final String NAME = "tributary";
  private static final double NANOSECONDS = 1e9;

  /** Trainings side by side have a name each. */
  private static final Set<String> TAKEN = ConcurrentHashMap.newKeySet();

  private final MetricRegistry registry = new MetricRegistry();
  private final MetricsSystem system;
  private final String name;
  private final Map<String, Double> validation = new ConcurrentHashMap<>();
  private final AtomicLong examples = new AtomicLong();
  private final AtomicInteger rollbacks = new AtomicInteger();
  private volatile FinishedRound last;
  private volatile Times times = Times.ZERO;
  private volatile int epoch;

  private TrainingMetrics(MetricsSystem system) {
    this.system = system;
    this.name = freeName();
    gauge("epoch", () -> epoch);
    gauge("rounds", () -> last == null ? 0 : last.round());
    gauge("examples", examples::get);
    gauge("examplesPerSecond", this::examplesPerSecond);
    gauge("workers", () -> last == null ? 0 : last.shares().size());
    gauge("loss", () -> last == null ? Double.NaN : last.epochLoss());
    gauge("learningRate", () -> last == null ? Double.NaN : last.learningRate());
    gauge("rollbacks", rollbacks::get);
    gauge("seconds.compute", () -> times.compute() / NANOSECONDS);
    gauge("seconds.broadcast", () -> times.broadcast() / NANOSECONDS);
    gauge("seconds.wait", () -> times.waiting() / NANOSECONDS);
    gauge("seconds.sum", () -> times.sum() / NANOSECONDS);
    gauge("seconds.evaluate", () -> times.evaluate() / NANOSECONDS);
  }

  /** Puts the metrics among those of this driver's Spark. */
  public static TrainingMetrics register() {
    TrainingMetrics metrics = new TrainingMetrics(SparkEnv.get().metricsSystem());
    metrics.system.registerSource(metrics);
    return metrics;
  }

  /** What Spark takes off again with a name is all that begins with it, so none begins so. */
  private static String freeName() {
    String free = NAME;
    for (int i = 2; !TAKEN.add(free); i++) {
      free = i + "." + NAME;
    }
    return free;
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void epochStarted(int started, long rows) {
    epoch = started;
  }

  @Override
  public void roundFinished(FinishedRound round) {
    last = round;
    examples.addAndGet(round.examples());
    times = times.plus(round.times());
  }

  @Override
  public void wentBack(Rollback rollback, int left) {
    rollbacks.incrementAndGet();
  }

  @Override
  public void epochFinished(EpochResult result) {
    times = times.plus(Times.evaluation(result.times().evaluate()));
    result.validation().map(Evaluation::values).orElse(Map.of()).forEach(this::validated);
  }

  @Override
  public void close() {
    system.report();
    system.removeSource(this);
    TAKEN.remove(name);
  }

  private void validated(String metric, double value) {
    if (validation.put(metric, value) == null) {
      gauge("validation." + metric, () -> validation.get(metric));
    }
  }

  private double examplesPerSecond() {
    FinishedRound round = last;
    return round == null ? 0 : round.examples() / (round.times().rounds() / NANOSECONDS);
  }

  private void gauge(String metric, Gauge<?> value) {
    registry.register(metric, value);
  }
}
