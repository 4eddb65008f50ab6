package dev.tributary.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.xml.sax.InputSource;

/** Tries the snippets of one page, in order. There is no snippet that it passes over in silence. */
final class Trial {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TESTS = Path.of("src/test/java");

  private final Workshop workshop;
  private Workshop.Outcome last = new Workshop.Outcome(0, "", "");

  Trial(Workshop workshop) {
    this.workshop = workshop;
  }

  /** Fails unless the snippet does what a reader may expect of it. */
  void holds(Snippet snippet) throws Exception {
    if (snippet.marker(Marker.NOT_RUN).isPresent()) {
      return; // SnippetsTest counts them
    }
    if (snippet.marker(Marker.TESTED_BY).isPresent()) {
      isATest(snippet.marker(Marker.TESTED_BY).orElseThrow());
      return;
    }
    if (snippet.marker(Marker.EXCERPT_OF).isPresent()) {
      isIn(Path.of(snippet.marker(Marker.EXCERPT_OF).orElseThrow()), snippet.text());
      return;
    }
    if (snippet.marker(Marker.FILE).isPresent()) {
      workshop.write(snippet.marker(Marker.FILE).orElseThrow(), snippet.text());
    }
    switch (snippet.language()) {
      case "bash", "sh" -> runs(snippet);
      case "hocon" -> isAJob(snippet);
      case "java" -> isAProgram(snippet);
      case "scala" -> isInterpreted(snippet);
      case "text" -> isPrinted(snippet);
      case "json" -> isShapedAsPrinted(snippet);
      case "xml" -> isWellFormed(snippet);
      case "formula" -> {} // for the eye
      case "" -> fail("Name the language after the fence; mathematics is \"formula\".");
      default -> {
        if (snippet.marker(Marker.FILE).isEmpty()) {
          fail(
              "No test knows what to do with %s; say so in a comment before the fence, or how a"
                  + " test can (CONTRIBUTING.md)",
              snippet.language());
        }
      }
    }
  }

  private void runs(Snippet snippet) throws Exception {
    run(snippet.text(), snippet);
  }

  private void run(String lines, Snippet snippet) throws Exception {
    String smaller = snippet.marker(Marker.SMALLER).orElse("");
    last = workshop.bash(lines, Map.of("GUIDE_SMALLER", smaller));
    int expected = Integer.parseInt(snippet.marker(Marker.EXITS).orElse("0"));
    assertThat(last.code()).as(last.all()).isEqualTo(expected);
  }

  /** A whole job file, or a part of one that is added to a whole one; {@code describe} judges. */
  private void isAJob(Snippet snippet) throws Exception {
    String text = snippet.text();
    if (text.strip().startsWith("{")) {
      text =
          "model.layers = [\n%s\n{ type = dense, units = 10, activation = softmax } ]\n"
              .formatted(text);
    }
    Config parsed = ConfigFactory.parseString(text);
    boolean whole =
        Stream.of("data", "model", "training").allMatch(parsed::hasPathOrNull)
            || text.contains("include ");
    if (!whole) {
      text = "include \"%s\"\n%s".formatted(snippet.marker(Marker.WITH).orElse("JOB.conf"), text);
    }
    String file = snippet.marker(Marker.FILE).orElse("guide.conf");
    workshop.write(file, text);
    run("submit/tributary describe " + file, snippet);
  }

  private void isAProgram(Snippet snippet) throws Exception {
    Path classes = Files.createTempDirectory(workshop.path(""), "classes");
    CompiledProgram program = CompiledProgram.compile(snippet.text(), classes);
    if (program.hasMain()) {
      run("run-java %s %s".formatted(classes, program.name()), snippet);
    }
  }

  private void isInterpreted(Snippet snippet) throws Exception {
    run("run-scala " + workshop.write("guide.scala", snippet.text()), snippet);
  }

  private void isPrinted(Snippet snippet) {
    assertThat(last.all()).as("output of the block before").isNotBlank();
    ShownOutput.check(snippet.text(), last.all());
  }

  /** Every key that is shown is in the output, or in one of its lines, with a value of its kind. */
  private void isShapedAsPrinted(Snippet snippet) throws IOException {
    JsonNode shown = JSON.readTree(snippet.text());
    if (snippet.marker(Marker.FILE).isPresent()) {
      return;
    }
    for (String candidate :
        Stream.concat(Stream.of(last.output()), last.output().lines()).toList()) {
      if (candidate.startsWith("{") && contains(JSON.readTree(candidate), shown)) {
        return;
      }
    }
    fail("No JSON with these keys in\n" + last.all());
  }

  private static boolean contains(JsonNode whole, JsonNode part) {
    if (part.isArray()) {
      return whole.isArray() && (part.isEmpty() || contains(whole.path(0), part.get(0)));
    }
    if (part.isObject()) {
      return whole.isObject()
          && part.properties().stream()
              .allMatch(each -> contains(whole.path(each.getKey()), each.getValue()));
    }
    return whole.getNodeType() == part.getNodeType();
  }

  private static void isWellFormed(Snippet snippet) throws Exception {
    // Several elements side by side are an excerpt as well.
    String element = "<excerpt>" + snippet.text().replaceAll("<\\?xml.*?\\?>", "") + "</excerpt>";
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(element)));
  }

  private static void isATest(String name) throws IOException {
    String[] parts = name.split("\\.", -1);
    try (Stream<Path> files = Files.walk(TESTS)) {
      List<Path> found = files.filter(file -> file.endsWith(parts[0] + ".java")).toList();
      assertThat(found).as("tests called " + parts[0]).hasSize(1);
      if (parts.length > 1) {
        assertThat(Files.readString(found.get(0))).contains("void " + parts[1] + "(");
      }
    }
  }

  private static void isIn(Path file, String text) throws IOException {
    assertThat(words(Files.readString(file))).as(file.toString()).contains(words(text));
  }

  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
