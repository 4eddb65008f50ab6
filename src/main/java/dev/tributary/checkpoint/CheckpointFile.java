package dev.tributary.checkpoint;

import dev.tributary.checkpoint.UnsoundCheckpointException.Why;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The format of a checkpoint.
 *
 * <pre>
 * 20 bytes    "tributary checkpoint" in ASCII
 * 4 bytes     the version of the format: 1
 * N bytes     the state, as {@link Safetensors}
 * 8 bytes     N
 * 4 bytes     CRC-32C (RFC 3720) of all before
 * </pre>
 *
 * <p>Numbers are little-endian. The length stands at the end, so that a file is written in one go.
 */
final class CheckpointFile {
  private static final byte[] MAGIC = "tributary checkpoint".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int HEAD = MAGIC.length + Integer.BYTES;
  private static final int TAIL = Long.BYTES + Integer.BYTES;

  private CheckpointFile() {}

  static void write(Safetensors.Contents state, OutputStream out) throws IOException {
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
    Counting body = new Counting(checked);
    checked.write(MAGIC);
    checked.write(little(Integer.BYTES).putInt(VERSION).array());
    Safetensors.write(state, body);
    checked.write(little(Long.BYTES).putLong(body.count).array());
    int checksum = (int) checked.getChecksum().getValue();
    out.write(little(Integer.BYTES).putInt(checksum).array());
  }

  /**
   * Reads a file of {@code length} bytes.
   *
   * @param source what to call it in messages
   * @throws UnsoundCheckpointException if it isn't what {@link #write} wrote
   * @throws IOException if the stream itself fails
   */
  static Safetensors.Contents read(InputStream in, long length, String source) throws IOException {
    CheckedInputStream checked = new CheckedInputStream(in, new CRC32C());
    requireVersion(checked.readNBytes(HEAD), source);
    long bodyLength = length - HEAD - TAIL;
    Safetensors.Contents state;
    try {
      state = Safetensors.read(checked, bodyLength, source);
    } catch (InvalidModelException damaged) {
      throw unsound(source, damaged.getMessage(), damaged);
    }
    byte[] told = checked.readNBytes(Long.BYTES);
    int checksum = (int) checked.getChecksum().getValue();
    byte[] sum = in.readNBytes(Integer.BYTES);
    if (told.length < Long.BYTES || sum.length < Integer.BYTES || in.read() >= 0) {
      throw unsound(source, "its length changed while it was read", null);
    }
    if (ByteBuffer.wrap(told).order(ByteOrder.LITTLE_ENDIAN).getLong() != bodyLength) {
      throw unsound(source, "it isn't as long as it was written", null);
    }
    if (ByteBuffer.wrap(sum).order(ByteOrder.LITTLE_ENDIAN).getInt() != checksum) {
      throw unsound(source, "its checksum is wrong", null);
    }
    return state;
  }

  private static void requireVersion(byte[] head, String source) {
    if (head.length < HEAD || !Arrays.equals(head, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw unsound(source, "it doesn't begin as a checkpoint does", null);
    }
    int version =
        ByteBuffer.wrap(head, MAGIC.length, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (version != VERSION) {
      throw new UnsoundCheckpointException(
          Why.OTHER_VERSION,
          source,
          "it has version %d of the format, and this Tributary knows version %d"
              .formatted(version, VERSION),
          null);
    }
  }

  private static UnsoundCheckpointException unsound(String source, String why, Throwable cause) {
    return new UnsoundCheckpointException(Why.DAMAGED, source, why, cause);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Counts what goes through. */
  private static final class Counting extends OutputStream {
    private final OutputStream out;
    private long count;

    Counting(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int each) throws IOException {
      out.write(each);
      count++;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      count += length;
    }
  }
}
