package dev.tributary.model;

/** Text from a file that nobody vouches for, made fit for a message. */
public final class Quoted {
  private static final int LONGEST = 120;

  private Quoted() {}

  /** Without control characters (a terminal would obey them), and shortened. */
  public static String of(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
        .forEach(clean::appendCodePoint);
    return clean + (text.codePointCount(0, text.length()) > LONGEST ? "…" : "");
  }
}
