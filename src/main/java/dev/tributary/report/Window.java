package dev.tributary.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final Path OUTPUT_FILE = Path.of("/proc/self/fd/1");

  private Window() {}

  /** Whether standard output is a terminal. */
  @SuppressWarnings(
      "SystemConsoleNull") // null without a terminal up to Java 21; Spark 3.5 is on 17
  static boolean isThere() {
    try {
      if (!Files.readSymbolicLink(OUTPUT_FILE).startsWith("/dev")) {
        return false; // a pipe or a file, which takes no library to tell
      }
    } catch (IOException | UnsupportedOperationException notLinux) {
      LOG.debug("There is no {}", OUTPUT_FILE);
    }
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
