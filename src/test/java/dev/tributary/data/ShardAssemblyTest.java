package dev.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.io.output.NullOutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.SerializationStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** How blocks travel and become a shard. */
class ShardAssemblyTest {
  private static final int ROWS = 7;

  /** Of one shard; the reader has no part in this. */
  private static final Packing.Plan PLAN =
      new Packing.Plan(
          null,
          RowEncoder.ofInternal(
              null,
              new DataEncoding(
                  List.of(new DataEncoding.Column("x", 1)),
                  List.of(),
                  List.of(),
                  List.of(0.0),
                  List.of(1.0))),
          new RowLayout(1, false, true, 0, false),
          List.of(),
          new ShardPlan(ROWS, 1),
          new ShardPlan(0, 0));

  @Test
  void blocksFindTheirPlaceInWhateverOrderTheyCome() {
    Shard shard = assemble(List.of(block(3, 4), block(0, 1), block(1, 2)));
    Minibatch batch = new Minibatch(ROWS, 1, TargetKind.CLASS_INDEX, 0);
    shard.fill(batch, new int[0], 0, ROWS);
    for (int row = 0; row < ROWS; row++) {
      assertThat(batch.features[row]).isEqualTo(row / 2f);
      assertThat(batch.classes[row]).isEqualTo(10 * row);
    }
  }

  /** Besides rows 0 to 2. */
  @ParameterizedTest
  @CsvSource({"3, 3", "4, 3", "3, 5", "2, 5", "1, 1", "9, 1"})
  void otherRowsThanWereCountedAreRefused(int first, int rows) {
    assertThatThrownBy(() -> assemble(List.of(block(0, 3), block(first, rows))))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The data changed while it was being read");
  }

  @Test
  void theStreamOfAShuffleForgetsWhatIsWritten() throws Exception {
    SerializationStream stream =
        ForgetfulSerializer.of(new SparkConf())
            .newInstance()
            .serializeStream(NullOutputStream.INSTANCE);
    WeakReference<PackedBlock> written = write(stream);
    for (int i = 0; i < 100 && written.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(written.get()).isNull();
    stream.close();
  }

  /** In a frame of its own, so that nothing but the stream could still hold the block. */
  private static WeakReference<PackedBlock> write(SerializationStream stream) {
    PackedBlock block = block(0, 5)._2();
    stream.writeKey(0, ClassTag$.MODULE$.apply(Integer.class));
    stream.writeValue(block, ClassTag$.MODULE$.apply(PackedBlock.class));
    return new WeakReference<>(block);
  }

  private static Shard assemble(List<Tuple2<Integer, PackedBlock>> blocks) {
    return ShardAssembly.of(PLAN, 0, blocks.iterator());
  }

  private static Tuple2<Integer, PackedBlock> block(int first, int rows) {
    float[] features = new float[rows];
    for (int i = 0; i < rows; i++) {
      features[i] = (first + i) / 2f;
    }
    int[] classes = IntStream.range(first, first + rows).map(row -> 10 * row).toArray();
    return new Tuple2<>(
        0,
        new PackedBlock(first, rows, features, new byte[0], classes, new float[0], new float[0]));
  }
}
