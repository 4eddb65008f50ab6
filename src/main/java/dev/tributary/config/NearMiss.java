package dev.tributary.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word that a mistyped one was most likely meant to be. */
public final class NearMiss {
  private NearMiss() {}

  /**
   * Empty when no known word shares enough with it: two letters may differ, or a third of a long
   * word's, but not all. Capitals count as small letters.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    int limit = Math.max(2, word.length() / 3);
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .filter(
            candidate -> distance(word, candidate) < Math.max(word.length(), candidate.length()))
        .min(
            Comparator.comparing((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int distance(String word, String candidate) {
    return LevenshteinDistance.getDefaultInstance()
        .apply(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
  }
}
