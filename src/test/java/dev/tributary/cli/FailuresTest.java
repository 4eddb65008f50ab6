package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.StorageException;
import dev.tributary.train.DivergedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
  private static final String LOG = "tributary.log";

  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      new CommandLine(new TrainCommand()).setErr(new PrintWriter(err, true));

  @BeforeEach
  void nameTheLog() {
    System.setProperty(LOG, "/logs/tributary.log");
  }

  @AfterEach
  void forgetTheLog() {
    System.clearProperty(LOG);
  }

  @Test
  void tellsEachKindOfFailureApart() {
    assertThat(Failures.handle(new InvalidJobException("a"), command)).isEqualTo(2);
    assertThat(Failures.handle(new InvalidModelException("b"), command)).isEqualTo(2);
    assertThat(Failures.handle(new UnusableDataException("c"), command)).isEqualTo(3);
    assertThat(Failures.handle(new DivergedException("d"), command)).isEqualTo(4);
    StorageException storage =
        StorageException.of("write", new Path("/x"), new IOException("No space left on device"));
    assertThat(Failures.handle(storage, command)).isEqualTo(5);
    assertThat(err.toString())
        .startsWith("a\nb\nc\nd\nCan't write /x: the disk is full, or a quota is reached.");
  }

  @Test
  void findsWhatIsKnownBelowWhatIsNot() {
    Exception wrapped =
        new IllegalStateException("Job aborted", new UnusableDataException("row 3 is bad"));

    assertThat(Failures.handle(wrapped, command)).isEqualTo(3);
    assertThat(err.toString()).isEqualTo("row 3 is bad\n");
  }

  @Test
  void saysInALineWhatNobodyForesawAndWhereToReadOn() {
    Exception sparks =
        new IllegalStateException(
            "Job aborted",
            new IllegalArgumentException("broken\n\tat some.Frame\nDriver stacktrace:"));

    assertThat(Failures.handle(sparks, command)).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo(
            """
            Failed: IllegalArgumentException: broken
            The log has the details: /logs/tributary.log
            """);
  }

  @Test
  void saysWhatHelpsAgainstTooLittleMemory() {
    assertThat(Failures.handle(new OutOfMemoryError("Java heap space"), command)).isEqualTo(1);
    assertThat(err.toString())
        .startsWith("Failed: out of memory (Java heap space). Give the driver more, for example")
        .contains("--driver-memory 8g");
  }

  @Test
  void needsNoMessage() {
    assertThat(Failures.handle(new NullPointerException(), command)).isEqualTo(1);
    assertThat(err.toString()).startsWith("Failed: NullPointerException\n");
  }
}
