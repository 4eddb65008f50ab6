package dev.tributary.report.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record in TFRecord's framing: its length as a 64-bit number, the length's checksum, the data,
 * the data's checksum, all little-endian.
 *
 * <p>The checksums are CRC-32C, masked as {@code rotateRight(crc, 15) + 0xa282ead8}: a checksum of
 * data that hold checksums would be weak.
 */
final class TfRecord {
  private static final int FRAME = Long.BYTES + Integer.BYTES + Integer.BYTES;

  private TfRecord() {}

  static byte[] of(byte[] data) {
    byte[] bytes = new byte[FRAME + data.length];
    ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(data.length);
    record.putInt(checksum(bytes, Long.BYTES));
    record.put(data);
    record.putInt(checksum(data, data.length));
    return bytes;
  }

  private static int checksum(byte[] data, int length) {
    CRC32C crc = new CRC32C();
    crc.update(data, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
