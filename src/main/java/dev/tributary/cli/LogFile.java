package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** The file that the log goes to: {@code submit/log4j2.xml} takes it from a system property. */
final class LogFile {
  static final String PROPERTY = "tributary.log";

  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %processId %p %c{1}: %m%n%ex";

  private LogFile() {}

  /**
   * Has the log written to a file from here on.
   *
   * @throws InvalidJobException if it can't be written
   */
  static void use(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute.getParent());
      Files.write(absolute, new byte[0], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException unwritable) {
      throw new InvalidJobException(
          "Invalid --log: %s can't be written (%s). Give a file of this machine in a folder that may be written to."
              .formatted(file, unwritable.getClass().getSimpleName()));
    }
    System.setProperty(PROPERTY, absolute.toString());
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      context.reconfigure();
      if (!writesTo(absolute, context.getConfiguration())) {
        add(absolute, context);
      }
    }
  }

  private static boolean writesTo(Path file, Configuration configuration) {
    return configuration.getAppenders().values().stream()
        .anyMatch(
            appender ->
                appender instanceof RollingFileAppender rolling
                    && rolling.getFileName().equals(file.toString()));
  }

  /** Beside whatever another configuration says. */
  private static void add(Path file, LoggerContext context) {
    FileAppender appender =
        FileAppender.newBuilder()
            .setName(PROPERTY)
            .withFileName(file.toString())
            .setLayout(PatternLayout.newBuilder().withPattern(PATTERN).build())
            .build();
    appender.start();
    context.getConfiguration().getRootLogger().addAppender(appender, Level.INFO, null);
    context.updateLoggers();
  }
}
