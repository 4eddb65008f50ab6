package dev.tributary.data;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads a column of categories, of any type that gives one value a row, as it is written. While
 * categories aren't known, each gives its number among those of the block, by {@link #texts}, and a
 * missing one NaN; once they are, each gives its slot.
 */
final class CategoryReader extends ColumnReader {
  private static final long serialVersionUID = 1L;
  private final Single column;
  private final boolean known;
  private final int unknown;
  private HashMap<UTF8String, Integer> codes;

  private CategoryReader(
      Single column, boolean known, Map<UTF8String, Integer> codes, int unknown) {
    super(column.name, column.ordinal, 1);
    this.column = column;
    this.known = known;
    this.codes = new HashMap<>(codes);
    this.unknown = unknown;
  }

  /** Numbers categories as they come. */
  static CategoryReader counting(Single column) {
    return new CategoryReader(column, false, Map.of(), 0);
  }

  /** Gives slots. */
  static CategoryReader known(Single column, CategoryEncoding encoding) {
    Map<UTF8String, Integer> codes = new HashMap<>();
    for (Map.Entry<String, Integer> code : CategoryCodes.of(encoding).entrySet()) {
      codes.put(UTF8String.fromString(code.getKey()), code.getValue());
    }
    return new CategoryReader(column, true, codes, encoding.unknownCode());
  }

  /** Starts a block: what was numbered before counts no more. */
  void begin() {
    if (!known) {
      codes = new HashMap<>();
    }
  }

  /** The categories of the block by their numbers. */
  String[] texts() {
    String[] texts = new String[codes.size()];
    codes.forEach((text, code) -> texts[code] = text.toString());
    return texts;
  }

  @Override
  BadRow read(InternalRow row, double[] out, int offset) {
    if (row.isNullAt(ordinal)) {
      out[offset] = known ? unknown : Double.NaN;
      return null;
    }
    return readValue(row, out, offset);
  }

  @Override
  BadRow readValue(InternalRow row, double[] out, int offset) {
    UTF8String text =
        column.isText() ? row.getUTF8String(ordinal) : UTF8String.fromString(column.text(row));
    Integer code = codes.get(text);
    if (code == null && known) {
      code = unknown;
    } else if (code == null) {
      code = codes.size();
      // The row's memory is used again for the next one.
      codes.put(text.clone(), code);
    }
    out[offset] = code;
    return null;
  }
}
