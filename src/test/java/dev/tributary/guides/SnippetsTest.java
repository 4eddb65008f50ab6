package dev.tributary.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command, program, job and output that README, CONTRIBUTING and the guides show, tried in
 * the order in which a reader comes to it.
 */
class SnippetsTest {
  /** Of all snippets, the part that may be left to the reader. */
  private static final double LEFT_OUT = 0.15;

  @TempDir private static Path folder;
  private static Workshop workshop;

  @BeforeAll
  static void open() throws Exception {
    workshop = Workshop.open(folder);
  }

  @AfterAll
  static void close() {
    workshop.close();
  }

  @TestFactory
  Stream<DynamicNode> holds() throws IOException {
    return Guide.all().stream()
        .map(
            guide -> {
              Trial trial = new Trial(workshop);
              return dynamicContainer(
                  guide.name(),
                  guide.snippets().stream()
                      .map(snippet -> dynamicTest(snippet.place(), () -> trial.holds(snippet))));
            });
  }

  @Test
  void fewAreLeftOut() throws IOException {
    List<Snippet> all = Guide.all().stream().flatMap(guide -> guide.snippets().stream()).toList();
    List<String> leftOut =
        all.stream()
            .filter(snippet -> snippet.marker(Marker.NOT_RUN).isPresent())
            .map(snippet -> snippet.place() + " " + snippet.marker(Marker.NOT_RUN).orElseThrow())
            .toList();
    System.out.println("Snippets that no test runs:\n  " + String.join("\n  ", leftOut));

    assertThat(leftOut).hasSizeLessThan((int) (LEFT_OUT * all.size()));
  }
}
