package dev.tributary.math;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Vectors as bytes: how many floats, and then the bits of each, lowest byte first. Java's own
 * serialization of a {@code float[]} takes two to three times as long.
 */
public final class Floats {
  private static final int CHUNK = 1 << 14;

  private Floats() {}

  /** Writes a vector. */
  public static void write(float[] values, DataOutput out) throws IOException {
    out.writeInt(values.length);
    byte[] bytes = new byte[Math.min(CHUNK, values.length) * Float.BYTES];
    FloatBuffer chunk = littleEndian(bytes);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear().put(values, from, count);
      out.write(bytes, 0, count * Float.BYTES);
    }
  }

  /** Reads a vector that {@link #write} wrote; for bytes of our own, as it believes the length. */
  public static float[] read(DataInput in) throws IOException {
    float[] values = new float[in.readInt()];
    byte[] bytes = new byte[Math.min(CHUNK, values.length) * Float.BYTES];
    FloatBuffer chunk = littleEndian(bytes);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      in.readFully(bytes, 0, count * Float.BYTES);
      chunk.clear().get(values, from, count);
    }
    return values;
  }

  /** Writes vectors. */
  public static void writeAll(float[][] vectors, DataOutput out) throws IOException {
    out.writeInt(vectors.length);
    for (float[] vector : vectors) {
      write(vector, out);
    }
  }

  /** Reads vectors that {@link #writeAll} wrote. */
  public static float[][] readAll(DataInput in) throws IOException {
    float[][] vectors = new float[in.readInt()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = read(in);
    }
    return vectors;
  }

  private static FloatBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
