package dev.tributary.report;

import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What the output ends in.
 *
 * @param interactive whether a person watches, so that a line may be overwritten
 * @param color whether bold and dim text are wanted
 * @param unicode whether characters beyond ASCII can be shown
 * @param columns tells the character cells of a line, which may change at any time
 */
public record Terminal(boolean interactive, boolean color, boolean unicode, IntSupplier columns) {
  private static final int USUAL_WIDTH = 80;
  private static final int NARROWEST = 40;

  /** A file or a pipe: 80 wide, without any control characters. */
  public static final Terminal NONE = new Terminal(false, false, true, USUAL_WIDTH);

  /** One that stays as wide as it is. */
  public Terminal(boolean interactive, boolean color, boolean unicode, int width) {
    this(interactive, color, unicode, () -> width);
  }

  /** The terminal of this process, if it has one. */
  public static Terminal detect() {
    return of(Window.isThere(), System.getenv(), Window::columns, Charset.defaultCharset());
  }

  /**
   * Judges by the environment: {@code TERM=dumb} can't overwrite a line, {@code NO_COLOR} (see
   * no-color.org) asks for plain text, {@code COLUMNS} is the width, whatever the window's.
   */
  static Terminal of(
      boolean attached, Map<String, String> environment, IntSupplier window, Charset charset) {
    boolean interactive = attached && !environment.getOrDefault("TERM", "").equals("dumb");
    boolean color = interactive && environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean unicode = charset.name().toUpperCase(Locale.ROOT).startsWith("UTF");
    String columns = environment.getOrDefault("COLUMNS", "").trim();
    if (!interactive) {
      return new Terminal(false, false, unicode, USUAL_WIDTH);
    }
    return columns.matches("[1-9][0-9]{0,3}")
        ? new Terminal(true, color, unicode, Integer.parseInt(columns))
        : new Terminal(true, color, unicode, () -> told(window.getAsInt()));
  }

  private static int told(int columns) {
    return columns > 0 ? columns : USUAL_WIDTH;
  }

  /** Character cells that texts are laid out for, at least {@value #NARROWEST}. */
  int width() {
    return Math.max(NARROWEST, columns.getAsInt());
  }

  String bold(String text) {
    return styled("1", text);
  }

  String dim(String text) {
    return styled("2", text);
  }

  String warning(String text) {
    return styled("33", text);
  }

  /** The text with ASCII in place of the signs we use, one for one, where nothing else prints. */
  String printable(String text) {
    if (unicode) {
      return text;
    }
    return text.replace('…', '~')
        .replace('–', '-')
        .replace('·', '.')
        .replace('×', 'x')
        .replace('²', '2')
        .replace('→', '>')
        .replace('█', '#')
        .replace('░', '-');
  }

  private String styled(String code, String text) {
    return color && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
