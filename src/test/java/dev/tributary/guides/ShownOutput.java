package dev.tributary.guides;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a guide shows of a command's output, held against the output itself. Figures, units of time
 * and white space may differ, all else is the same; a line {@code ...} stands for any number of
 * words.
 */
final class ShownOutput {
  private ShownOutput() {}

  /** Throws an {@link AssertionError} that names the first words that aren't there, in order. */
  static void check(String shown, String output) {
    List<String> words = words(output);
    int from = 0;
    List<String> passage = new ArrayList<>();
    for (String line : (shown + "\n...").lines().toList()) {
      if (!line.strip().equals("...")) {
        passage.addAll(words(line));
        continue;
      }
      int at = find(passage, words, from);
      if (at < 0) {
        throw new AssertionError(
            "The guide shows\n  %s\nbut the output is\n%s"
                .formatted(String.join(" ", passage), output));
      }
      from = at + passage.size();
      passage.clear();
    }
  }

  private static int find(List<String> passage, List<String> words, int from) {
    for (int at = from; at + passage.size() <= words.size(); at++) {
      if (words.subList(at, at + passage.size()).equals(passage)) {
        return at;
      }
    }
    return -1;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .map(ShownOutput::withoutFigures)
        .toList();
  }

  private static String withoutFigures(String word) {
    return switch (word) {
      case "–" -> "#";
      case "ms", "µs", "s", "min" -> "time";
      default -> word.replaceAll("[-+]?\\d[\\d,]*(\\.\\d+)?([eE][-+]?\\d+)?", "#");
    };
  }
}
