package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.optim.ClippingTally;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;

/** What goes from the driver to its workers and back arrives whole, and nothing else goes along. */
class TravelTest {
  @Test
  void aSharedModelArrivesWhole() throws Exception {
    SharedModel model =
        new SharedModel(
            new float[] {1, -0f, 3},
            new float[] {Float.MIN_VALUE, 5},
            new float[][] {{6, 7, 8}, {9, 10, 11}},
            12,
            13,
            0.5,
            new float[][] {{14, 15, 16}});
    assertThat(arrived(model)).isNotSameAs(model).usingRecursiveComparison().isEqualTo(model);
  }

  @Test
  void aWorkersResultArrivesWhole() throws Exception {
    WorkerResult result =
        new WorkerResult(
            new float[] {1, 2},
            new float[] {3},
            new float[][] {{4, 5}},
            6,
            7,
            8,
            9.5,
            new Breakdown(10, "dense_1"),
            ClippingTally.of(new ClippingTally.Counts(11, 12, 13, 14)),
            15);
    result.fetchNanos = 16;
    SharedModel shared =
        SharedModel.untrained(new float[2], new float[1], new float[][] {new float[2]});
    SentResult sent = SentResult.of(result, Wire.FLOAT32, shared, 1);
    assertThat(arrived(sent)).isNotSameAs(sent).usingRecursiveComparison().isEqualTo(sent);
    assertThat(sent.vectors()).hasSize(2);
  }

  /** However far away they come from. */
  @Test
  void shardsGoWithATaskWithoutTheirLineage() throws Exception {
    ShardSet shards = Examples.distributed(Examples.shards(5, 6));
    JavaRDD<Shard> far = shards.rdd();
    for (int i = 0; i < 50; i++) {
      far = far.map(shard -> shard);
    }
    ShardSet held =
        HeldShards.of(new ShardSet(far, shards.partitions(), shards.rows()), "a far run");
    assertThat(bytes(far.rdd())).hasSizeGreaterThan(10_000);
    assertThat(bytes(held.rdd().rdd())).hasSizeLessThan(2_000);
    assertThat(held.rdd().map(Shard::rows).collect()).isEqualTo(List.of(5, 6));
  }

  private static <T> T arrived(T object) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes(object)))) {
      @SuppressWarnings("unchecked")
      T copy = (T) in.readObject();
      return copy;
    }
  }

  private static byte[] bytes(Object object) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }
}
