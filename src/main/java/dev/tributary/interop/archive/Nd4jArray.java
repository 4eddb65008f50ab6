package dev.tributary.interop.archive;

import dev.tributary.model.InvalidModelException;
import dev.tributary.model.Quoted;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * A row of numbers as ND4J's {@code Nd4j.write} has it; all big-endian, texts as {@link
 * java.io.DataOutput#writeUTF} writes them.
 *
 * <pre>
 * text        how the shape is allocated
 * 8 bytes     L, how many numbers describe the shape (4 bytes where it is DIRECT, HEAP or JAVACPP)
 * text        their type: LONG (or INT)
 * L numbers   rank, dimensions, strides, flags, element stride, order (99 'c', 102 'f')
 * text, 8 (4) bytes, text      the same of the values, of type FLOAT or DOUBLE
 * the rest    the values
 * </pre>
 *
 * <p>A file may come from anyone: memory is taken as the values arrive, and never for more of them
 * than the network has.
 */
final class Nd4jArray {
  private static final String ALLOCATION = "MIXED_DATA_TYPES";
  private static final Set<String> SHORT_LENGTHS = Set.of("DIRECT", "HEAP", "JAVACPP");
  private static final Set<String> LONG_LENGTHS = Set.of("LONG_SHAPE", ALLOCATION);
  private static final long FLOAT_FLAG = 1 << 13;
  private static final int CHUNK = 1 << 14;

  private final DataInputStream in;
  private final String source;

  private Nd4jArray(InputStream in, String source) {
    this.in = new DataInputStream(in);
    this.source = source;
  }

  /** Writes {@code [1, n]} numbers. */
  static void write(float[] values, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    long[] shape = {2, 1, values.length, 1, 1, FLOAT_FLAG, 1, 'c'};
    data.writeUTF(ALLOCATION);
    data.writeLong(shape.length);
    data.writeUTF("LONG");
    for (long each : shape) {
      data.writeLong(each);
    }
    data.writeUTF(ALLOCATION);
    data.writeLong(values.length);
    data.writeUTF("FLOAT");
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.clear().asFloatBuffer().put(values, from, count);
      data.write(chunk.array(), 0, count * Float.BYTES);
    }
    data.flush();
  }

  /**
   * Reads exactly {@code count} finite numbers, to the end of the stream.
   *
   * @param source what to call it in messages
   * @throws InvalidModelException if it holds anything else
   * @throws IOException if the stream itself fails
   */
  static float[] read(InputStream in, int count, String source) throws IOException {
    try {
      return new Nd4jArray(in, source).read(count);
    } catch (EOFException early) {
      throw new InvalidModelException(
          source + " isn't a sound array of ND4J: it ends before its numbers do.", early);
    } catch (UTFDataFormatException notText) {
      throw new InvalidModelException(
          source + " isn't a sound array of ND4J: it begins with something else.", notText);
    }
  }

  private float[] read(int count) throws IOException {
    readShape(count);
    long length = readLength();
    String type = in.readUTF();
    if (length != count) {
      throw unsound(
          "it says that it holds %d numbers; its network has %d".formatted(length, count));
    }
    int bytes =
        switch (type) {
          case "FLOAT" -> Float.BYTES;
          case "DOUBLE" -> Double.BYTES;
          default ->
              throw unsound(
                  "its numbers are of type %s (allowed are FLOAT and DOUBLE)"
                      .formatted(Quoted.of(type)));
        };
    float[] values = readValues(count, bytes);
    if (in.read() >= 0) {
      throw unsound("more follows after its %d numbers".formatted(count));
    }
    return values;
  }

  private void readShape(int count) throws IOException {
    long length = readLength();
    String type = in.readUTF();
    if (!type.equals("LONG") && !type.equals("INT")) {
      throw unsound("its shape is given in numbers of type " + Quoted.of(type));
    }
    if (length != 6 && length != 8) {
      throw unsound(
          "its shape takes %d numbers (must be 6 for a rank of 1, or 8)".formatted(length));
    }
    long[] shape = new long[(int) length];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = type.equals("LONG") ? in.readLong() : in.readInt();
    }
    int rank = shape.length / 2 - 2;
    boolean row = shape[0] == rank && shape[rank] == count && (rank == 1 || shape[1] == 1);
    if (!row) {
      throw unsound(
          "its shape is %s (must be [1, %d], as many numbers as its network has)"
              .formatted(Arrays.toString(Arrays.copyOfRange(shape, 1, 1 + rank)), count));
    }
  }

  private long readLength() throws IOException {
    String allocation = in.readUTF();
    if (LONG_LENGTHS.contains(allocation)) {
      return in.readLong();
    }
    if (SHORT_LENGTHS.contains(allocation)) {
      return in.readInt();
    }
    throw unsound("it begins with " + Quoted.of(allocation) + ", which no array does");
  }

  /** In chunks: what lies about its length takes no more memory than what it brings. */
  private float[] readValues(int count, int bytes) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * bytes);
    float[] values = new float[Math.min(count, CHUNK)];
    for (int from = 0; from < count; from += CHUNK) {
      int end = (int) Math.min(count, (long) from + CHUNK);
      in.readFully(chunk.array(), 0, (end - from) * bytes);
      if (end > values.length) {
        values = Arrays.copyOf(values, (int) Math.min(count, Math.max(end, 2L * values.length)));
      }
      for (int i = from; i < end; i++) {
        int at = (i - from) * bytes;
        float value = bytes == Float.BYTES ? chunk.getFloat(at) : (float) chunk.getDouble(at);
        if (!Float.isFinite(value)) {
          throw unsound("number %d is %s (must be finite)".formatted(i + 1, value));
        }
        values[i] = value;
      }
    }
    return values;
  }

  private InvalidModelException unsound(String why) {
    return new InvalidModelException(source + " can't be used: " + why + ".");
  }
}
