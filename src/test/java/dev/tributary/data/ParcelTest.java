package dev.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class ParcelTest {
  private final SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();

  @Test
  void carriesWhatKryoCannotRead() {
    Map<SegmentKey, Set<Long>> moved = Map.of(new SegmentKey("file", 3), Set.of(1L, 5L));
    Split split = new Split(0.25, 7, "root", moved);
    assertThatThrownBy(() -> copy(split)).isNotNull();
    assertThat(copy(new Parcel<>(split)).content()).isEqualTo(split);

    EnumMap<BadRow.Reason, Long> bad = new EnumMap<>(BadRow.Reason.class);
    bad.put(BadRow.Reason.NOT_FINITE, 2L);
    assertThat(copy(new Parcel<>(bad)).content()).isEqualTo(bad);
  }

  @Test
  void blocksOfRowsTravelAsWell() {
    EnumMap<BadRow.Reason, Long> bad = new EnumMap<>(BadRow.Reason.class);
    bad.put(BadRow.Reason.NO_VALUE, 1L);
    RowBlock block =
        new RowBlock(
            new SegmentKey("file", 0),
            0,
            2,
            1,
            new int[] {1},
            new byte[0],
            new float[] {3},
            new double[0],
            new int[] {0},
            new String[] {"a"},
            new String[0][],
            new double[0],
            new float[0],
            bad,
            null,
            0);
    RowBlock copy = copy(block);
    assertThat(copy.bad).isEqualTo(bad);
    assertThat(copy.floats).containsExactly(3);
    assertThat(copy.number(0)).isEqualTo(1);
  }

  private <T> T copy(T value) {
    ClassTag<T> any = ClassTag$.MODULE$.apply(Object.class);
    return kryo.deserialize(kryo.serialize(value, any), any);
  }
}
