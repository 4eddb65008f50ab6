package dev.tributary.report.page;

import dev.tributary.report.Comparison;
import dev.tributary.report.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The report as one HTML document that needs nothing else: style, scripts and the library that
 * draws (uPlot) are in it, and the figures as JSON. Its policy lets only these scripts run, by
 * their hash, and nothing be loaded from anywhere; the live page may ask its own server for new
 * figures.
 */
public final class Page {
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";
  private static final List<String> SCRIPTS =
      List.of("text.js", "charts.js", "planes.js", "cards.js", "comparison.js", "page.js");

  private final List<PageRun> runs;
  private final Optional<Comparison> comparison;

  private Page(List<PageRun> runs, Optional<Comparison> comparison) {
    this.runs = List.copyOf(runs);
    this.comparison = comparison;
  }

  /** Of one run. */
  public static Page of(PageRun run) {
    return new Page(List.of(run), Optional.empty());
  }

  /**
   * Of several beside one another.
   *
   * @param runs those that were trained
   */
  public static Page of(Comparison comparison, List<PageRun> runs) {
    return new Page(runs, Optional.of(comparison));
  }

  /** As it is now, to be kept. */
  public byte[] html() {
    return html("'none'", false);
  }

  /** To be served: it asks for {@code figures} again and again while the run lasts. */
  byte[] liveHtml() {
    return html("'self'", true);
  }

  /** The figures, as {@code liveHtml} asks for them. */
  byte[] figures() {
    return json(true).getBytes(StandardCharsets.UTF_8);
  }

  /** Grows with all that happens. */
  long version() {
    return runs.stream().mapToLong(PageRun::version).sum();
  }

  private String json(boolean live) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("live", live);
    tree.put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    // Beside others, a run has its curves by epoch; all else of it is in its own page.
    Function<PageRun, Map<String, Object>> content =
        comparison.isPresent() ? PageRun::overview : PageRun::tree;
    tree.put("runs", runs.stream().map(content).toList());
    comparison.ifPresent(each -> tree.put("comparison", each.tree()));
    return Json.line(tree);
  }

  private byte[] html(String connect, boolean live) {
    String style = text(UPLOT + "dist/uPlot.min.css") + text("page.css");
    String library =
        "/*\n" + text(UPLOT + "LICENSE") + "*/\n" + text(UPLOT + "dist/uPlot.iife.min.js");
    String script = SCRIPTS.stream().map(Page::text).collect(Collectors.joining("\n"));
    String policy =
        "default-src 'none'; script-src %s %s; style-src %s; img-src data:; connect-src %s; base-uri 'none'; form-action 'none'"
            .formatted(hash(library), hash(script), hash(style), connect);
    return text("page.html")
        .replace("%%policy%%", policy)
        .replace("%%style%%", style)
        .replace("%%library%%", library)
        .replace("%%script%%", script)
        // Last: whatever the figures hold, nothing of it is replaced.
        .replace("%%figures%%", embedded(json(live)))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** JSON that can't end the element it stands in, nor begin another. */
  static String embedded(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String hash(String inline) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String text(String resource) {
    try (InputStream stream = Page.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("Not on the class path: " + resource);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
