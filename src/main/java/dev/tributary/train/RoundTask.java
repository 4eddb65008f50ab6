package dev.tributary.train;

import dev.tributary.data.Parcel;
import dev.tributary.data.Shard;
import org.apache.spark.broadcast.Broadcast;

/** What Spark runs on each dealt shard in a round. */
final class RoundTask extends ShardTask<SentResult> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Parcel<WorkerSetup>> setup;
  private final Round round;
  private final Broadcast<SharedModel> model;
  private final Wire wire;

  /**
   * @param wire how results travel
   */
  RoundTask(
      Broadcast<Parcel<WorkerSetup>> setup, Round round, Broadcast<SharedModel> model, Wire wire) {
    this.setup = setup;
    this.round = round;
    this.model = model;
    this.wire = wire;
  }

  @Override
  protected SentResult run(int partition, Shard shard) {
    for (Segment segment : round.segments()) {
      if (segment.partition() == partition) {
        long started = System.nanoTime();
        SharedModel shared = model.value();
        long fetched = System.nanoTime() - started;
        WorkerResult result = Worker.run(setup.value().content(), shared, round, segment, shard);
        result.fetchNanos = fetched;
        if (segment.to() == shard.rows()) {
          HeldShards.release(setup.value().content().network().run(), partition);
        }
        long seed =
            RandomSeeds.rounding(setup.value().content().seed(), round.number(), segment.worker());
        return SentResult.of(result, wire, shared, seed);
      }
    }
    throw new IllegalStateException("Invalid round: nothing is dealt from partition " + partition);
  }
}
