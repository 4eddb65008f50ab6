package dev.tributary.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Runs another main class and ends with the process that started it.
 *
 * <p>That process holds the other end of standard input; the end of the stream says that it is
 * gone, even if it was killed. So no master or worker outlives its test.
 */
public final class Lifeline {
  private Lifeline() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread watch = new Thread(Lifeline::exitWhenInputEnds, "lifeline");
    watch.setDaemon(true);
    watch.start();
    String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
    Class.forName(arguments[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
  }

  private static void exitWhenInputEnds() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // A broken pipe says the same as its end.
    }
    System.exit(1);
  }
}
