package dev.tributary.interop.dl4j.spark;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** How a round's parameters get to the workers, and what they learned back to the driver. */
interface Handover extends Serializable, AutoCloseable {
  /** What suits where the workers are. */
  static Handover of(JavaSparkContext spark, String round, Shared shared) {
    if (spark.sc().isLocal()) {
      Exchange.put(round, shared);
      return new WithinTheProcess(round);
    }
    return new AcrossTheNetwork(spark.broadcast(shared));
  }

  /** On a worker: what it starts from. */
  Shared shared();

  /** On a worker: what it returns to Spark. */
  Learned returned(Learned learned);

  /** At the driver: what a worker learned. */
  Learned received(Learned returned);

  @Override
  void close();

  /** By reference. */
  record WithinTheProcess(String round) implements Handover {
    private static final long serialVersionUID = 1L;

    @Override
    public Shared shared() {
      return Exchange.find(round, Shared.class);
    }

    @Override
    public Learned returned(Learned learned) {
      Exchange.put(round + "/" + learned.worker, learned);
      return learned.withoutVectors();
    }

    @Override
    public Learned received(Learned returned) {
      return Exchange.take(round + "/" + returned.worker, Learned.class);
    }

    @Override
    public void close() {
      Exchange.take(round, Shared.class);
    }
  }

  /** By a broadcast, and as the task's result. */
  record AcrossTheNetwork(Broadcast<Shared> broadcast) implements Handover {
    private static final long serialVersionUID = 1L;

    @Override
    public Shared shared() {
      return broadcast.value();
    }

    @Override
    public Learned returned(Learned learned) {
      return learned;
    }

    @Override
    public Learned received(Learned returned) {
      return returned;
    }

    @Override
    public void close() {
      broadcast.destroy();
    }
  }
}
