package dev.tributary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AttemptsTest {
  private final Configuration configuration = new Configuration(false);
  private int runs;

  static Stream<IOException> passing() {
    return Stream.of(
        new IOException("the cable is out"),
        new ConnectException("Connection refused"),
        new FileNotFoundException("stale handle"),
        new OutputGoneException("unmounted"),
        new IOException("All datanodes are bad. Aborting..."));
  }

  static Stream<IOException> lasting() {
    return Stream.of(
        new AccessControlException("user=ann"),
        new IOException("Permission denied"),
        new IOException("No space left on device"),
        new IOException("Disk quota exceeded"),
        new IOException("File too large"),
        new IOException("Read-only file system"),
        new DSQuotaExceededException(),
        new IOException("closing", new DSQuotaExceededException()),
        new FileAlreadyExistsException("out"),
        new UnsupportedFileSystemException("gopher"));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void triesAgainWhatMayPass(IOException failure) throws IOException {
    configuration.set(Attempts.PAUSES, "1ms, 2ms");
    assertThat(Attempts.of(configuration).run(() -> failTwice(failure))).isEqualTo("done");
    assertThat(runs).isEqualTo(3);

    runs = -1;
    assertThatThrownBy(() -> Attempts.of(configuration).run(() -> failTwice(failure)))
        .isSameAs(failure);
    assertThat(runs).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void doesNotTryAgainWhatAPersonMustChange(IOException failure) {
    configuration.set(Attempts.PAUSES, "1h");
    assertThatThrownBy(() -> Attempts.of(configuration).run(() -> failTwice(failure)))
        .isSameAs(failure);
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void refusesPausesThatAreNoTimes() {
    for (String wrong : List.of("soon", "1s,x")) {
      configuration.set(Attempts.PAUSES, wrong);
      assertThatThrownBy(() -> Attempts.of(configuration))
          .isInstanceOf(InvalidJobException.class)
          .hasMessage(
              "spark.hadoop.tributary.storage.retry-pauses: found \"%s\"; allowed are times, such"
                      .formatted(wrong)
                  + " as 1s,4s,16s.");
    }
  }

  private String failTwice(IOException failure) throws IOException {
    if (++runs <= 2) {
      throw failure;
    }
    return "done";
  }
}
