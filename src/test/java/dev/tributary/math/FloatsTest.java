package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatsTest {
  @Test
  void writesTheLengthAndThenEachNumberLowestByteFirst() throws IOException {
    assertThat(written(1f, -2.5f, 0f))
        .asHexString()
        .isEqualTo("00000003" + "0000803F" + "000020C0" + "00000000");
  }

  /** Around the length of what is written at once; of any bits, so NaN of all kinds too. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 16_383, 16_384, 16_385, 40_000})
  void readsTheBitsThatWereWritten(int length) throws IOException {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(written(values)));
    assertThat(bits(Floats.read(in))).isEqualTo(bits(values));
    assertThat(in.available()).isZero();
  }

  @Test
  void doesNotTakeAStretchOfBytesForAllOfThem() throws IOException {
    byte[] bytes = Arrays.copyOf(written(1f, 2f, 3f), 15);
    assertThatThrownBy(() -> Floats.read(new DataInputStream(new ByteArrayInputStream(bytes))))
        .isInstanceOf(EOFException.class);
  }

  private static byte[] written(float... values) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Floats.write(values, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }
}
