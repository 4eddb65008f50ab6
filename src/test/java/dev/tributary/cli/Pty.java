package dev.tributary.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jline.nativ.CLibrary;
import org.jline.nativ.CLibrary.WinSize;

/** A pseudo-terminal, and a process whose standard output it is. */
final class Pty {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final int master;
  private final Process process;
  private final StringBuilder shown = new StringBuilder();

  /**
   * Starts a process.
   *
   * @param columns of the window
   */
  Pty(int columns, Path folder, Map<String, String> environment, List<String> command)
      throws Exception {
    int[] leader = new int[1];
    int[] follower = new int[1];
    byte[] name = new byte[64];
    if (CLibrary.openpty(leader, follower, name, null, null) != 0) {
      throw new IOException("There is no pseudo-terminal");
    }
    master = leader[0];
    resize(columns);
    String device = new String(name, StandardCharsets.US_ASCII).replaceAll("\0.*", "");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectOutput(Path.of(device).toFile()).redirectError(Path.of(device).toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    Thread reader = new Thread(this::read, "pty");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (InputStream in = new FileInputStream(descriptor(master))) {
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        synchronized (shown) {
          shown.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException | ReflectiveOperationException ended) {
      // A terminal whose last process is gone can't be read.
    }
  }

  private static FileDescriptor descriptor(int number) throws ReflectiveOperationException {
    FileDescriptor descriptor = new FileDescriptor();
    Field field = FileDescriptor.class.getDeclaredField("fd");
    field.setAccessible(true);
    field.set(descriptor, number);
    return descriptor;
  }

  /** All that was shown so far, control characters included. */
  String shown() {
    synchronized (shown) {
      return shown.toString();
    }
  }

  /** Waits until something was shown, after the first {@code from} characters. */
  void await(String pattern, int from) throws InterruptedException {
    Pattern wanted = Pattern.compile(pattern);
    long last = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.matcher(shown()).find(from)) {
      if (!process.isAlive() || System.nanoTime() > last) {
        process.destroyForcibly();
        throw new IllegalStateException("There was no " + pattern + ":\n" + shown());
      }
      Thread.sleep(20);
    }
  }

  /** Makes the window as wide. */
  void resize(int columns) {
    CLibrary.ioctl(master, CLibrary.TIOCSWINSZ, new WinSize((short) 40, (short) columns));
  }

  long pid() {
    return process.pid();
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }
}
