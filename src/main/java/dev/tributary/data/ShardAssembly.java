package dev.tributary.data;

import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import scala.Tuple2;

/**
 * The reduce side of {@link Packing}: puts each block of a shard into its place as it arrives, so
 * that a shard takes its own memory and that of one block.
 */
final class ShardAssembly {
  private final Packing.Plan plan;
  private final RowLayout layout;
  private final int rows;
  private final float[] floats;
  private final byte[] bytes;
  private final int[] classes;
  private final float[] values;
  private final float[] weights;
  private final BitSet present;

  private ShardAssembly(Packing.Plan plan, int rows) {
    this.plan = plan;
    this.layout = plan.layout();
    this.rows = rows;
    this.floats = new float[Math.multiplyExact(rows, layout.floatWidth())];
    this.bytes = new byte[Math.multiplyExact(rows, layout.byteWidth())];
    this.classes = new int[rows * layout.classWidth()];
    this.values = new float[Math.multiplyExact(rows, layout.values())];
    this.weights = new float[rows * layout.weightWidth()];
    this.present = new BitSet(rows);
  }

  /**
   * A shard of its blocks, which may come in any order.
   *
   * @throws UnusableDataException if they aren't the rows that the census counted
   */
  static Shard of(Packing.Plan plan, int shard, Iterator<Tuple2<Integer, PackedBlock>> blocks) {
    ShardAssembly assembly = new ShardAssembly(plan, plan.rows(shard));
    while (blocks.hasNext()) {
      assembly.add(blocks.next()._2());
    }
    return assembly.shard();
  }

  private void add(PackedBlock block) {
    if (block.first + block.rows > rows) {
      throw Packing.changed();
    }
    int first = (int) block.first;
    int taken = present.nextSetBit(first);
    if (taken >= 0 && taken < first + block.rows) {
      throw Packing.changed();
    }
    present.set(first, first + block.rows);
    System.arraycopy(block.floats, 0, floats, first * layout.floatWidth(), block.floats.length);
    System.arraycopy(block.bytes, 0, bytes, first * layout.byteWidth(), block.bytes.length);
    System.arraycopy(block.classes, 0, classes, first * layout.classWidth(), block.classes.length);
    System.arraycopy(block.values, 0, values, first * layout.values(), block.values.length);
    System.arraycopy(block.weights, 0, weights, first * layout.weightWidth(), block.weights.length);
  }

  private Shard shard() {
    if (present.cardinality() != rows) {
      throw Packing.changed();
    }
    Shard shard =
        layout.isBytes()
            ? Shard.ofBytes(
                layout.width(),
                bytes,
                plan.encoder().floatShift(),
                plan.encoder().floatFactor(),
                classes,
                values)
            : Shard.ofPacked(plan.encoder().expansion(), floats, classes, values);
    return shard.weighted(weights, classWeights());
  }

  private float[] classWeights() {
    List<Float> given = plan.classWeights();
    float[] classWeights = new float[given.size()];
    for (int i = 0; i < classWeights.length; i++) {
      classWeights[i] = given.get(i);
    }
    return classWeights;
  }
}
