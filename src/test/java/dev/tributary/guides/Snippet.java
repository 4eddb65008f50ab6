package dev.tributary.guides;

import java.util.Map;
import java.util.Optional;

/**
 * A fenced block of a guide.
 *
 * @param page the file that it stands in, relative to the project
 * @param line of its opening fence, from 1
 * @param language what the fence names; empty where it names none
 * @param markers what the HTML comments right before it say, by keyword: {@code <!-- exits: 2 -->}
 */
record Snippet(String page, int line, String language, String text, Map<Marker, String> markers) {
  Snippet {
    markers = Map.copyOf(markers);
  }

  Optional<String> marker(Marker marker) {
    return Optional.ofNullable(markers.get(marker));
  }

  /** Such as {@code README.md:6 (bash)}. */
  String place() {
    return "%s:%d (%s)".formatted(page, line, language.isEmpty() ? "no language" : language);
  }
}
