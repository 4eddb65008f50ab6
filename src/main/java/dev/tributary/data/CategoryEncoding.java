package dev.tributary.data;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * How categories become inputs. Slot 0 is for values that aren't known and for missing ones, slot i
 * for category i - 1.
 *
 * @param style one-hot, an input for each slot; or an embedding, a single input, the slot, which
 *     the network's first layer looks up
 * @param dimensions the length of a vector where the style is an embedding, else 0
 * @param categories in sorted order
 * @param unknown what becomes of slot 0
 */
public record CategoryEncoding(
    String column,
    CategoryStyle style,
    int dimensions,
    List<String> categories,
    UnknownSlot unknown)
    implements ColumnEncoding, Serializable {
  private static final long serialVersionUID = 1L;

  /** The slot of what the network knows nothing of: none. */
  static final int SILENT = -1;

  public CategoryEncoding {
    categories = List.copyOf(categories);
  }

  /** How many slots there are. */
  public int slots() {
    return 1 + categories.size();
  }

  /** The slot of values that aren't known. */
  int unknownCode() {
    return unknown == UnknownSlot.USED ? 0 : SILENT;
  }

  @Override
  public int inputs(int values) {
    return style == CategoryStyle.ONE_HOT ? slots() : 1;
  }

  @Override
  public int packed(int values) {
    return 1;
  }

  @Override
  public Object meaning() {
    return categories;
  }

  @Override
  public void check(int values) {
    if (values != 1) {
      throw ColumnEncoding.invalid(column, "a category is a single value");
    }
    if (categories.isEmpty() || categories.size() > CategorySettings.MOST) {
      throw ColumnEncoding.invalid(
          column,
          "%d categories (must be from 1 to %d)"
              .formatted(categories.size(), CategorySettings.MOST));
    }
    if (new HashSet<>(categories).size() < categories.size()) {
      throw ColumnEncoding.invalid(column, "a category stands there twice");
    }
    if (dimensions < 0 || (dimensions > 0) != (style == CategoryStyle.EMBEDDING)) {
      throw ColumnEncoding.invalid(column, "an embedding, and only that, has dimensions");
    }
  }
}
