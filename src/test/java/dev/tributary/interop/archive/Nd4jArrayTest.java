package dev.tributary.interop.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.model.InvalidModelException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's own reader and writer are the judges. */
class Nd4jArrayTest {
  /** Below, at and above the length of a chunk, and of several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16_383, 16_384, 16_385, 100_000})
  void writesWhatNd4jWritesAndReadsItBack(int count) throws Exception {
    float[] values = new float[count];
    Samples.fill(values, 0, count, 4);
    INDArray row = Nd4j.createFromArray(values).reshape(1, count);
    ByteArrayOutputStream own = new ByteArrayOutputStream();

    Nd4jArray.write(values, own);

    assertThat(own.toByteArray()).isEqualTo(written(row));
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(own.toByteArray()))) {
      assertThat(Nd4j.read(in)).isEqualTo(row);
    }
    assertThat(read(own.toByteArray(), count)).isEqualTo(values);
    // A network's parameters have a rank of 1 in newer versions.
    assertThat(read(written(row.reshape(count)), count)).isEqualTo(values);
    assertThat(read(written(row.castTo(DataType.DOUBLE)), count)).isEqualTo(values);
  }

  @Test
  void readsTheHeaderOfOlderVersions() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("HEAP");
    out.writeInt(8);
    out.writeUTF("INT");
    for (int each : new int[] {2, 1, 2, 2, 1, 0, 1, 'f'}) {
      out.writeInt(each);
    }
    out.writeUTF("DIRECT");
    out.writeInt(2);
    out.writeUTF("FLOAT");
    out.writeFloat(1.5f);
    out.writeFloat(-2f);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(Nd4j.read(in).toFloatVector()).containsExactly(1.5f, -2f);
    }
    assertThat(read(bytes.toByteArray(), 2)).containsExactly(1.5f, -2f);
  }

  @Test
  void refusesOtherNumbersAndShapes() {
    refuses(Nd4j.createFromArray(1, 2, 3, 4), "its numbers are of type INT");
    refuses(Nd4j.ones(DataType.FLOAT, 2, 2), "its shape is [2, 2] (must be [1, 4]");
    refuses(Nd4j.ones(DataType.FLOAT, 4, 1), "its shape is [4, 1] (must be [1, 4]");
    refuses(Nd4j.ones(DataType.FLOAT, 1, 1, 4), "its shape takes 10 numbers");
    refuses(Nd4j.ones(DataType.FLOAT, 1, 5), "its shape is [1, 5] (must be [1, 4]");
    refuses(
        Nd4j.createFromArray(1f, Float.NEGATIVE_INFINITY, 3f, 4f),
        "number 2 is -Infinity (must be finite)");
    refuses(Nd4j.createFromArray(1e300, 2, 3, 4), "number 1 is Infinity (must be finite)");
  }

  private static void refuses(INDArray array, String message) {
    assertThatThrownBy(() -> read(written(array), 4))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("weights can't be used: ")
        .hasMessageContaining(message);
  }

  private static float[] read(byte[] bytes, int count) throws IOException {
    return Nd4jArray.read(new ByteArrayInputStream(bytes), count, "weights");
  }

  private static byte[] written(INDArray array) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Nd4j.write(array, out);
    out.flush();
    return bytes.toByteArray();
  }
}
