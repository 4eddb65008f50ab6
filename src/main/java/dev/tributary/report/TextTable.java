package dev.tributary.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Columns of text, lined up, two spaces apart.
 *
 * <p>A table that is too wide shortens its columns of texts, the widest first, down to {@value
 * #NARROWEST} characters; numbers are never cut. The first column names the rows, so it comes last,
 * and a last column of texts rather goes as a whole. Where that isn't enough, columns are one space
 * apart. Control characters in cells print as {@code ?}.
 */
public final class TextTable {
  private static final int NARROWEST = 6;
  private final List<Column> columns = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();

  private String gap = "  ";

  private record Column(String heading, boolean left) {}

  /** Cells of the first columns, and a text across the others. */
  private record Row(List<String> cells, String rest) {}

  /** Adds a column of texts. */
  public TextTable left(String heading) {
    columns.add(new Column(clean(heading), true));
    return this;
  }

  /** Adds a column of numbers. */
  public TextTable right(String heading) {
    columns.add(new Column(clean(heading), false));
    return this;
  }

  /** Puts one space between the columns instead of two. */
  public TextTable narrow() {
    gap = " ";
    return this;
  }

  /** Adds a row, with a cell for each column. */
  public TextTable row(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          "Invalid row: %d cells (must be %d)".formatted(cells.size(), columns.size()));
    }
    rows.add(new Row(cells.stream().map(TextTable::clean).toList(), ""));
    return this;
  }

  /** Adds a row with a cell for the first column and a text across all others. */
  public TextTable span(String first, String rest) {
    rows.add(new Row(List.of(clean(first)), clean(rest)));
    return this;
  }

  public TextTable row(String... cells) {
    return row(List.of(cells));
  }

  /** The heading, then the rows, each at most {@code width} wide as far as numbers allow. */
  public List<String> lines(int width) {
    int[] wanted = wanted();
    int[] widths = wanted.clone();
    fit(widths, width);
    int last = widths.length - 1;
    if (widths[0] < wanted[0] && last > 0 && columns.get(last).left) {
      widths = Arrays.copyOf(wanted, last);
      fit(widths, width);
    }
    if (total(widths) > width) {
      narrow();
      widths = Arrays.copyOf(wanted, widths.length);
      fit(widths, width);
    }
    List<String> lines = new ArrayList<>(rows.size() + 1);
    lines.add(line(columns.stream().map(Column::heading).toList(), widths));
    for (Row row : rows) {
      String line = line(row.cells, widths);
      lines.add(row.rest.isEmpty() ? line : spanned(line, row, widths, width));
    }
    return lines;
  }

  private int[] wanted() {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = width(columns.get(i).heading);
      for (Row row : rows) {
        if (i < row.cells.size()) {
          widths[i] = Math.max(widths[i], width(row.cells.get(i)));
        }
      }
    }
    return widths;
  }

  /** The rows alone, for a table whose columns speak for themselves. */
  public List<String> body(int width) {
    List<String> lines = lines(width);
    return lines.subList(1, lines.size());
  }

  private void fit(int[] widths, int limit) {
    int total = total(widths);
    while (total > limit) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (columns.get(i).left
            && widths[i] > NARROWEST
            && (widest <= 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
      total--;
    }
  }

  private int total(int[] widths) {
    return gap.length() * (widths.length - 1) + Arrays.stream(widths).sum();
  }

  private String spanned(String start, Row row, int[] widths, int limit) {
    int used = gap.length() * row.cells.size();
    for (int i = 0; i < row.cells.size(); i++) {
      used += widths[i];
    }
    return start + " ".repeat(used - width(start)) + shorten(row.rest, Math.max(1, limit - used));
  }

  private String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(widths.length, cells.size()); i++) {
      String cell = shorten(cells.get(i), widths[i]);
      String space = " ".repeat(widths[i] - width(cell));
      line.append(i == 0 ? "" : gap).append(columns.get(i).left ? cell + space : space + cell);
    }
    return line.toString().stripTrailing();
  }

  /** The text in at most {@code width} character cells, ending in … where it was cut. */
  static String shorten(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int c : text.codePoints().toArray()) {
      used += width(c);
      if (used > width) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept + "…";
  }

  /** How many character cells a text takes on a terminal. */
  static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  private static int width(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    return Character.isIdeographic(c)
            || switch (Character.UnicodeScript.of(c)) {
              case HIRAGANA, KATAKANA, HANGUL -> true;
              default -> false;
            }
        ? 2
        : 1;
  }

  /** Without characters that a terminal would obey: names may come from data. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
