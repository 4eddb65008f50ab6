package dev.tributary.report;

import org.jline.nativ.CLibrary;
import org.jline.nativ.CLibrary.WinSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The window that standard output goes to. It is asked anew each time, so that a window which
 * becomes wider or narrower is followed.
 */
final class Window {
  private static final Logger LOG = LoggerFactory.getLogger(Window.class);
  private static final int OUTPUT = 1;

  private Window() {}

  /** Whether standard output is a terminal. */
  @SuppressWarnings(
      "SystemConsoleNull") // null without a terminal up to Java 21; Spark 3.5 is on 17
  static boolean isThere() {
    try {
      return CLibrary.isatty(OUTPUT) != 0;
    } catch (RuntimeException | LinkageError noLibrary) {
      LOG.debug("The terminal can't be asked", noLibrary);
      return System.console() != null;
    }
  }

  /** Its columns; 0 where it doesn't tell. */
  static int columns() {
    try {
      WinSize size = new WinSize();
      return CLibrary.ioctl(OUTPUT, CLibrary.TIOCGWINSZ, size) == 0 ? size.ws_col : 0;
    } catch (RuntimeException | LinkageError noLibrary) {
      return 0;
    }
  }
}
