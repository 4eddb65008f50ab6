package dev.tributary.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** A page of documentation, as a reader of Markdown sees it. */
final class Guide {
  static final Path SITE = Path.of("src/site/markdown");

  private static final Pattern COMMENT = Pattern.compile("<!--\\s*(.*?)\\s*-->", Pattern.DOTALL);
  private static final Pattern MENU_ITEM = Pattern.compile("<item [^>]*href=\"([\\w-]+)\\.html\"");
  private static final Parser PARSER =
      Parser.builder().includeSourceSpans(IncludeSourceSpans.BLOCKS).build();

  private final String name;
  private final Node document;

  private Guide(String name, Node document) {
    this.name = name;
    this.document = document;
  }

  static Guide parse(String name, String markdown) {
    return new Guide(name, PARSER.parse(markdown));
  }

  static Guide read(Path file) throws IOException {
    return parse(file.toString(), Files.readString(file));
  }

  /** The README, the site's pages in the menu's order, those that the menu lacks, CONTRIBUTING. */
  static List<Guide> all() throws IOException {
    Set<Path> files = new LinkedHashSet<>(List.of(Path.of("README.md")));
    for (String page : menu()) {
      files.add(SITE.resolve(page + ".md"));
    }
    files.addAll(pages());
    files.add(Path.of("CONTRIBUTING.md"));
    List<Guide> guides = new ArrayList<>();
    for (Path file : files) {
      guides.add(read(file));
    }
    return guides;
  }

  /** The site's pages, by name. */
  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(SITE)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  /** The pages that the site's menu leads to, in its order, without suffix. */
  static List<String> menu() throws IOException {
    return MENU_ITEM
        .matcher(Files.readString(Path.of("src/site/site.xml")))
        .results()
        .map(item -> item.group(1))
        .toList();
  }

  String name() {
    return name;
  }

  /** All code blocks, in order. */
  List<Snippet> snippets() {
    List<Snippet> snippets = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(FencedCodeBlock block) {
            snippets.add(
                new Snippet(
                    name, line(block), block.getInfo(), block.getLiteral(), markers(block)));
          }

          @Override
          public void visit(IndentedCodeBlock block) {
            throw new AssertionError(
                name + ":" + line(block) + ": an indented code block; put it between fences");
          }
        });
    return snippets;
  }

  /** Where links and images lead to, as they are written. */
  List<String> links() {
    List<String> links = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            links.add(link.getDestination());
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            links.add(image.getDestination());
          }
        });
    return links;
  }

  /** What {@code #...} may name here: headings in lower case, hyphens between words. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            anchors.add(
                text(heading)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'));
          }
        });
    return anchors;
  }

  private static String text(Node node) {
    StringBuilder text = new StringBuilder();
    node.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Text part) {
            text.append(part.getLiteral());
          }

          @Override
          public void visit(Code part) {
            text.append(part.getLiteral());
          }
        });
    return text.toString();
  }

  private Map<Marker, String> markers(Node block) {
    Map<Marker, String> markers = new EnumMap<>(Marker.class);
    for (Node before = block.getPrevious();
        before instanceof HtmlBlock html;
        before = before.getPrevious()) {
      Matcher comment = COMMENT.matcher(html.getLiteral());
      while (comment.find() && !comment.group(1).startsWith("/")) {
        String[] parts = comment.group(1).split(":\\s*", 2);
        Marker marker =
            Marker.of(parts[0])
                .orElseThrow(
                    () ->
                        new AssertionError(
                            "%s:%d: there is no marker \"%s\"; there are %s"
                                .formatted(name, line(block), parts[0], Marker.keywords())));
        if (comment.group(1).contains("--")) {
          throw new AssertionError(
              "%s:%d: a comment with two dashes, which the site's XML can't have"
                  .formatted(name, line(block)));
        }
        if (parts.length < 2 || parts[1].isBlank()) {
          throw new AssertionError(
              "%s:%d: the marker \"%s\" says nothing; write <!-- %s: ... -->"
                  .formatted(name, line(block), parts[0], parts[0]));
        }
        markers.put(marker, parts[1]);
      }
    }
    return markers;
  }

  private static int line(Node block) {
    return block.getSourceSpans().get(0).getLineIndex() + 1;
  }
}
