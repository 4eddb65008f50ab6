package dev.tributary.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where README, CONTRIBUTING and the guides lead to. */
class LinksTest {
  static Stream<String> guides() throws IOException {
    return Guide.all().stream().map(Guide::name);
  }

  @ParameterizedTest
  @MethodSource("guides")
  void everyLinkLeadsSomewhere(String name) throws IOException {
    List<String> broken = new ArrayList<>();
    Path file = Path.of(name);
    for (String link : Guide.read(file).links()) {
      if (!link.startsWith("https://") && !leadsSomewhere(file, link)) {
        broken.add(link);
      }
    }
    assertThat(broken).as(name).isEmpty();
  }

  @Test
  void theMenuHasEveryPageOnce() throws IOException {
    List<String> pages =
        Guide.pages().stream()
            .map(page -> page.getFileName().toString().replace(".md", ""))
            .toList();

    assertThat(Guide.menu()).containsExactlyInAnyOrderElementsOf(pages);
  }

  @Test
  void everyPageBeginsWithItsHeading() throws IOException {
    for (Path page : Guide.pages()) {
      assertThat(Files.readString(page)).as(page.toString()).startsWith("# ");
    }
  }

  private static boolean leadsSomewhere(Path from, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path folder = from.getParent() == null ? Path.of("") : from.getParent();
    Path target = parts[0].isEmpty() ? from : folder.resolve(parts[0]).normalize();
    if (from.startsWith(Guide.SITE) && !Guide.SITE.equals(target.getParent())) {
      // The built site has its resources beside its pages, and nothing else of the project.
      return Files.exists(Path.of("src/site/resources").resolve(Guide.SITE.relativize(target)));
    }
    return Files.exists(target)
        && (parts.length == 1 || Guide.read(target).anchors().contains(parts[1]));
  }
}
