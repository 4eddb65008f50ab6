package dev.tributary.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong snippets are found, whatever their language: a test that passes them tests nothing. */
class TrialTest {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''      | x = 1                                                      | Name the language
          cobol   | STOP RUN.                                                  | No test knows what to do
          bash    | submit/tributary trian conf/digits.conf                    | There is no command trian
          bash    | submit/tributary describe conf/digit.conf                  | conf/digit.conf
          bash    | frobnicate conf/digits.conf                                | frobnicate
          bash    | submit/tributary --mastr yarn train JOB.conf               | --mastr
          bash    | submit/tributary --master spark://h:1 train JOB.conf --set a=1    | is not a known key
          bash    | spark-submit --class dev.Other target/tributary.jar train JOB.conf | dev.Other
          bash    | ./mvnw -Pfast verify                                       | -Pfast
          bash    | ./mvnw test -Dtest=NoSuchTest                              | NoSuchTest
          hocon   | training.optimiser = adam                                  | did you mean optimizer
          hocon   | { type = dense, units = -1 }                               | units
          java    | int x = 1;                                                 | a whole file
          java    | class A { int x = "1"; }                                   | incompatible types
          java    | public class A { public static void main(String[] a) { throw new IllegalStateException("late"); } } | late
          scala   | val x: Int = spark                                         | type mismatch
          json    | { "a": 1                                                   | end-of-input
          xml     | <a><b></a>                                                 | b
          """)
  void findsWhatIsWrong(String language, String text, String complaint) {
    Snippet snippet = new Snippet("page.md", 1, language, text, Map.of());

    assertThatThrownBy(() -> new Trial(workshop).holds(snippet)).hasMessageContaining(complaint);
  }

  @Test
  void wantsTheExitCodeThatThePageSays() {
    assertThatThrownBy(
            () -> new Trial(workshop).holds(only("<!-- exits: 2 -->\n```bash\ntrue\n```")))
        .hasMessageContaining("expected: 2");
    assertThatCode(() -> new Trial(workshop).holds(only("<!-- exits: 1 -->\n```bash\nfalse\n```")))
        .doesNotThrowAnyException();
  }

  @Test
  void wantsTestsAndExcerptsToBeThere() {
    assertThatThrownBy(
            () ->
                new Trial(workshop).holds(only("<!-- tested by: NoSuchTest -->\n```text\nx\n```")))
        .hasMessageContaining("NoSuchTest");
    assertThatThrownBy(
            () ->
                new Trial(workshop)
                    .holds(only("<!-- tested by: LinksTest.nothing -->\n```text\nx\n```")))
        .hasMessageContaining("void nothing(");
    assertThatThrownBy(
            () ->
                new Trial(workshop)
                    .holds(only("<!-- excerpt of: LICENSE -->\n```text\nbuy\nit\n```")))
        .hasMessageContaining("buy it");
  }

  @Test
  void holdsOutputAgainstWhatIsShown() throws Exception {
    Trial trial = new Trial(workshop);
    trial.holds(only("```bash\necho 'loss  0.25 (3 ms)'; echo between; echo 'done in 7 s'\n```"));

    trial.holds(only("```text\nloss 0.5 (12\nms)\n...\ndone in 0.1 min\n```"));
    for (String wrong :
        List.of(
            "gain 0.25", "loss 0.25 done", "done in 7 s\n...\nloss 0.25", "loss 0.25 percent")) {
      assertThatThrownBy(() -> trial.holds(only("```text\n" + wrong + "\n```")))
          .hasMessageContaining("The guide shows");
    }
  }

  @Test
  void holdsTheShapeOfJsonAgainstALine() throws Exception {
    Trial trial = new Trial(workshop);
    trial.holds(only("```bash\necho hello; echo '{\"a\": 1, \"b\": {\"c\": [\"x\"]}}'\n```"));

    trial.holds(only("```json\n{\"b\": {\"c\": [\"y\", \"z\"]}}\n```"));
    for (String wrong : List.of("{\"d\": 1}", "{\"a\": \"1\"}", "{\"b\": {\"c\": [1]}}")) {
      assertThatThrownBy(() -> trial.holds(only("```json\n" + wrong + "\n```")))
          .hasMessageContaining("No JSON with these keys");
    }
  }

  @Test
  void refusesMarkersThatItDoesNotKnow() {
    assertThatThrownBy(() -> only("<!-- skip: it fails -->\n```bash\nfalse\n```"))
        .hasMessageContaining("no marker \"skip\"; there are not run, ");
    assertThatThrownBy(() -> only("<!-- not run -->\n```bash\nfalse\n```"))
        .hasMessageContaining("says nothing");
    assertThatThrownBy(() -> only("<!-- smaller: --rows 1 -->\n```bash\nfalse\n```"))
        .hasMessageContaining("two dashes");
    assertThatThrownBy(() -> only("text\n\n    submit/tributary\n"))
        .hasMessageContaining("put it between fences");
  }

  @Test
  void readsMarkersRightBeforeTheFence() {
    List<Snippet> snippets =
        Guide.parse(
                "page.md",
                """
                <!-- not run: of another block -->

                text

                <!-- file: a.conf -->
                <!-- exits: 2 -->
                ```hocon
                x = 1
                ```
                """)
            .snippets();

    assertThat(snippets)
        .containsExactly(
            new Snippet(
                "page.md",
                7,
                "hocon",
                "x = 1\n",
                Map.of(Marker.FILE, "a.conf", Marker.EXITS, "2")));
  }

  private static Snippet only(String markdown) {
    return Guide.parse("page.md", markdown).snippets().get(0);
  }
}
