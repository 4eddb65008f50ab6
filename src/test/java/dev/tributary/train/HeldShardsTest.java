package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.TargetKind;
import java.util.List;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** How often shards are read that Spark keeps nowhere. */
class HeldShardsTest {
  private final ShardSet stored = Examples.distributed(Examples.shards(5, 6, 7));
  private final LongAccumulator reads = Examples.spark().sc().longAccumulator();
  private final String run = UUID.randomUUID().toString();
  private final ShardSet held = HeldShards.of(unheld(), run);

  @Test
  void aShardIsReadOnceForAllRounds() {
    for (int round = 0; round < 3; round++) {
      assertThat(rows(held, 2, 0)).containsExactly(7, 5);
    }
    assertThat(reads.value()).isEqualTo(2);
  }

  @Test
  void aShardIsReadAgainOnceItIsReleased() {
    rows(held, 0, 1);
    HeldShards.release(run, 0);
    HeldShards.release("another run", 1);
    assertThat(rows(held, 0, 1)).containsExactly(5, 6);
    assertThat(reads.value()).isEqualTo(3);
  }

  @Test
  void anotherRunHasShardsOfItsOwn() {
    rows(held, 1);
    ShardSet other = HeldShards.of(Examples.distributed(Examples.shards(8, 9)), "another run");
    assertThat(rows(other, 1)).containsExactly(9);
    HeldShards.release("another run", 1);
  }

  @Test
  void trainingReadsAShardOnceAnEpoch() {
    Trainer trainer =
        new Trainer(
            Examples.spark(),
            new TrainerSetup(
                AveragedRuns.config("batch-size = 1", 2),
                AveragedRuns.averaging("averaging { every = 2 }"),
                2),
            new StartingNetwork(AveragedRuns.network(), TargetKind.CLASS_INDEX),
            new TrainingData(unheld()));
    assertThat(trainer.run(TrainingListener.SILENT, () -> false).rounds()).isGreaterThan(2 * 6);
    assertThat(reads.value()).isEqualTo(2 * 3);
  }

  private ShardSet unheld() {
    LongAccumulator counted = reads;
    JavaRDD<Shard> rdd =
        stored
            .rdd()
            .map(
                shard -> {
                  counted.add(1);
                  return shard;
                });
    return new ShardSet(rdd, stored.partitions(), stored.rows());
  }

  private static List<Integer> rows(ShardSet shards, Integer... partitions) {
    return new Rows().on(shards, List.of(partitions), Integer.class);
  }

  private static final class Rows extends ShardTask<Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    protected Integer run(int partition, Shard shard) {
      return shard.rows();
    }
  }
}
