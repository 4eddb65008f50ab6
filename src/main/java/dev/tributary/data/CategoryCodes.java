package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives categories, which blocks number each in its own way, the slots of an encoding. */
final class CategoryCodes implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where the categorical columns stand among the numbers that are read of a row. */
  private final int[] places;

  private final List<Map<String, Integer>> slots = new ArrayList<>();
  private final int[] unknown;

  private CategoryCodes(List<Integer> places, List<CategoryEncoding> encodings) {
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.unknown = encodings.stream().mapToInt(CategoryEncoding::unknownCode).toArray();
    encodings.forEach(each -> slots.add(of(each)));
  }

  static CategoryCodes of(DataEncoding encoding) {
    List<Integer> places = new ArrayList<>();
    List<CategoryEncoding> categories = new ArrayList<>();
    int place = 0;
    List<ColumnEncoding> encodings = encoding.encodings();
    for (int i = 0; i < encodings.size(); i++) {
      if (encodings.get(i) instanceof CategoryEncoding category) {
        places.add(place);
        categories.add(category);
      }
      place += encoding.features().get(i).width();
    }
    return new CategoryCodes(places, categories);
  }

  /** The slot of each category. */
  static Map<String, Integer> of(CategoryEncoding encoding) {
    Map<String, Integer> slots = new HashMap<>();
    for (int i = 0; i < encoding.categories().size(); i++) {
      slots.put(encoding.categories().get(i), 1 + i);
    }
    return slots;
  }

  /** The slots of a block's categories, column by column. */
  int[][] of(RowBlock block) {
    int[][] codes = new int[places.length][];
    for (int i = 0; i < places.length; i++) {
      Map<String, Integer> known = slots.get(i);
      codes[i] = new int[block.categories[i].length];
      for (int j = 0; j < codes[i].length; j++) {
        codes[i][j] = known.getOrDefault(block.categories[i][j], unknown[i]);
      }
    }
    return codes;
  }

  /** Puts slots in the place of the block's own numbers. */
  void apply(double[] numbers, int[][] codes) {
    for (int i = 0; i < places.length; i++) {
      double number = numbers[places[i]];
      numbers[places[i]] = Double.isNaN(number) ? unknown[i] : codes[i][(int) number];
    }
  }
}
