package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveReportTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @Test
  void isServedInLocalMode() {
    assertThat(place.train("report.port=0").out()).contains("Live report: http://127.0.0.1:");
  }

  @Test
  void isNotServedUnlessWanted() {
    Outcome outcome = place.train("report.live=false");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).doesNotContain("Live report");
    assertThat(place.output().resolve("report.html")).exists();
  }

  @Test
  void takesAnotherPortWhereItsOwnIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Outcome outcome = place.train("report.port=" + taken.getLocalPort());
      assertThat(outcome.code()).as(outcome.err()).isZero();
      assertThat(outcome.out())
          .contains("Live report: http://127.0.0.1:")
          .doesNotContain(":" + taken.getLocalPort() + "/");
    }
  }

  @Test
  void trainingGoesOnWhereItCannotBeServed() {
    Outcome outcome = place.train("report.host=203.0.113.1");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("There is no live report: 203.0.113.1 can't be listened at")
        .contains("Finished after 3 epochs");
  }

  @Test
  void warnsWhereOthersCanLook() {
    assertThat(place.train("report.host=0.0.0.0", "report.port=0").out())
        .contains("Warning: Whoever reaches report.host = 0.0.0.0 sees the live report");
  }

  @Test
  void refusesAPortThatThereIsNot() {
    Outcome outcome = place.train("report.port=70000", "report.live=perhaps");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("report.port", "from 0 to 65535", "report.live", "auto, true, false");
  }
}
