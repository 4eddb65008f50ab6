package dev.tributary.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A name, or a pattern of names: {@code *} stands for any characters, {@code ?} for one.
 *
 * @param text as the job file gives it
 */
public record NamePattern(String text) {
  /** Whether it is more than one name. */
  public boolean isWild() {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  /** Those it means, in their order; just the one that is spelled like it, if there is one. */
  public List<String> in(List<String> names) {
    if (names.contains(text)) {
      return List.of(text);
    }
    Pattern regex = regex();
    return names.stream().filter(name -> regex.matcher(name).matches()).toList();
  }

  private Pattern regex() {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
