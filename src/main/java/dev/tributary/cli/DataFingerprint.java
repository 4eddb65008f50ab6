package dev.tributary.cli;

import dev.tributary.data.DataEncoding;
import dev.tributary.data.LoadedData;
import dev.tributary.data.ShardSet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Tells whether a job's data are those of before: by the rows of each shard, the columns and
 * classes, and the scaling that was fitted to them.
 *
 * @param rows training rows
 * @param checksum of all the rest
 */
record DataFingerprint(long rows, long checksum) {
  static DataFingerprint of(LoadedData data) {
    DataEncoding encoding = data.encoding();
    CRC32C checksum = new CRC32C();
    for (ShardSet part : List.of(data.train(), data.validation())) {
      update(checksum, part.partitions());
      update(checksum, part.rows());
    }
    update(checksum, encoding.features());
    update(checksum, encoding.labels());
    update(checksum, encoding.classes());
    update(checksum, encoding.shift());
    update(checksum, encoding.factor());
    if (!encoding.columns().isEmpty()) {
      update(checksum, List.of(encoding.columns()));
    }
    return new DataFingerprint(data.train().totalRows(), checksum.getValue());
  }

  private static void update(CRC32C checksum, List<?> parts) {
    parts.forEach(part -> checksum.update((part + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  /** To be kept with a checkpoint. */
  String text() {
    return rows + " " + Long.toHexString(checksum);
  }

  /** What differs from another's text, in the user's words. */
  String difference(String other) {
    String before = other.substring(0, Math.max(0, other.indexOf(' ')));
    return before.equals(Long.toString(rows))
        ? "as many training rows, but others, or other columns or validation rows"
        : before + " training rows then, " + rows + " now";
  }
}
