package dev.tributary.data;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Columns of categories: texts, or numbers and truth values as they are written.
 *
 * @param style what a category becomes
 * @param dimensions the length of a category's vector where it is learned, else 0
 * @param categories all of them in sorted order; empty where the training rows tell
 * @param most how many there may be
 * @param minimumCount in how many training rows a category must stand to be one of its own
 */
public record CategorySettings(
    CategoryStyle style, int dimensions, List<String> categories, int most, long minimumCount)
    implements FeatureSettings {
  private static final String CATEGORIES = "categories";

  /** One-hot inputs are as many; embeddings are looked up. */
  private static final int MOST_ONE_HOT = 100_000;

  static final int MOST = 1_000_000;

  public CategorySettings {
    categories = List.copyOf(categories);
  }

  static CategorySettings read(Section entry) {
    Map<String, CategoryStyle> styles = new LinkedHashMap<>();
    styles.put("one_hot", CategoryStyle.ONE_HOT);
    styles.put("embedding", CategoryStyle.EMBEDDING);
    CategoryStyle style =
        entry.has("encoding") ? entry.choice("encoding", styles) : CategoryStyle.ONE_HOT;
    int dimensions = 0;
    if (style == CategoryStyle.EMBEDDING) {
      dimensions = entry.integer("dimensions", Range.between(1, 4096));
    } else if (entry.has("dimensions")) {
      entry.complain(
          "dimensions",
          "belongs to encoding = embedding; one_hot gives an input for each category");
    }
    int limit = style == CategoryStyle.EMBEDDING ? MOST : MOST_ONE_HOT;
    int most = entry.integer("max", 1000, Range.between(1, limit));
    long minimumCount = entry.integer("min-count", 1, Range.between(1, Integer.MAX_VALUE));
    List<String> categories = entry.has(CATEGORIES) ? entry.strings(CATEGORIES) : List.of();
    if (entry.has(CATEGORIES) && entry.isSound(CATEGORIES)) {
      checkCategories(entry, categories, most);
    }
    return new CategorySettings(
        style, dimensions, List.copyOf(new TreeSet<>(categories)), most, minimumCount);
  }

  private static void checkCategories(Section entry, List<String> categories, int most) {
    if (categories.isEmpty()) {
      entry.problem(CATEGORIES, "at least one category; leave it out to have them found");
    } else if (new HashSet<>(categories).size() < categories.size()) {
      entry.problem(CATEGORIES, "each category once");
    } else if (categories.size() > most) {
      entry.complain(
          "max", "is %d, but %d categories are given".formatted(most, categories.size()));
    }
    if (entry.has("min-count")) {
      entry.complain(
          "min-count", "chooses among categories that are found, but here they are given");
    }
  }

  @Override
  public CategoryEncoding unfitted(String column) {
    return new CategoryEncoding(column, style, dimensions, categories, UnknownSlot.USED);
  }

  @Override
  public String words() {
    return switch (style) {
      case ONE_HOT -> "categorical, one-hot";
      case EMBEDDING -> "categorical, embedding in " + dimensions;
    };
  }
}
