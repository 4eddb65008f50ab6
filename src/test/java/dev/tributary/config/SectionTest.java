package dev.tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;

import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reader of a section: the value, the default, and each way to be wrong. */
class SectionTest {
  private static final Map<String, Integer> CHOICES =
      new TreeMap<>(Map.of("one", 1, "two", 2, "three", 3));

  @Test
  void readsTexts() {
    assertThatObject(read("k = some text", root -> root.string("k"))).isEqualTo("some text");
    assertThatObject(read("k = true", root -> root.string("k"))).isEqualTo("true");
    assertThatObject(read("", root -> root.string("k", "fallback"))).isEqualTo("fallback");
    assertThatObject(read("", "k = default", root -> root.string("k"))).isEqualTo("default");
    assertThatObject(read("k = given", "k = default", root -> root.string("k"))).isEqualTo("given");
    assertThatObject(read("", root -> root.optionalString("k"))).isEqualTo(Optional.empty());
    assertThatObject(read("k = null", root -> root.optionalString("k")))
        .isEqualTo(Optional.empty());
    assertProblems("", root -> root.string("k"), "k: is missing; it must be a text");
    assertProblems("k = [1]", root -> root.string("k"), "k: found [1]; allowed is a text");
  }

  /** A column may be called 007, and a reader's null value may be -1.0: as written, not as read. */
  @ParameterizedTest
  @ValueSource(strings = {"007", "1.10", "-1.0", "1e3", "0"})
  void keepsNumbersInTextsAsTheyAreWritten(String number) {
    assertThatObject(read("k = " + number, root -> root.string("k"))).isEqualTo(number);
    assertThatObject(read("k = [" + number + "]", root -> root.strings("k")))
        .isEqualTo(List.of(number));
    assertThatObject(read("k = " + number, root -> root.strings("k"))).isEqualTo(List.of(number));
    assertThatObject(read("k { o = " + number + " }", root -> root.texts("k")))
        .isEqualTo(Map.of("o", number));
  }

  @Test
  void readsWholeNumbers() {
    assertThatObject(read("k = 3", root -> root.integer("k", Range.any()))).isEqualTo(3);
    assertThatObject(read("k = 1e3", root -> root.integer("k", Range.any()))).isEqualTo(1000);
    assertThatObject(read("k = \"3\"", root -> root.integer("k", Range.any()))).isEqualTo(3);
    assertThatObject(read("", root -> root.integer("k", 7, Range.any()))).isEqualTo(7);
    assertThatObject(read("k = 3", root -> root.integer("k", 7, Range.any()))).isEqualTo(3);
    assertThatObject(read("", "k = 5", root -> root.integer("k", Range.any()))).isEqualTo(5);
    String allowed = "allowed is a whole number, from 1 to 9";
    for (String wrong : List.of("0", "10", "2.5", "true", "[3]", "{a=3}", "3000000000")) {
      assertProblems(
          "k = " + wrong,
          root -> root.integer("k", Range.between(1, 9)),
          "k: found " + wrong.replace("{a=3}", "{\"a\":3}") + "; " + allowed);
    }
    for (String wrong : List.of("many", "3d", "0x3", "NaN", "Infinity", "")) {
      assertProblems(
          "k = \"" + wrong + "\"",
          root -> root.integer("k", Range.between(1, 9)),
          "k: found \"" + wrong + "\"; " + allowed);
    }
    assertProblems(
        "",
        root -> root.integer("k", Range.between(1, 9)),
        "k: is missing; it must be a whole number, from 1 to 9");
  }

  @Test
  void readsWholeNumbersOrNames() {
    Map<String, Integer> names = new TreeMap<>(Map.of("few", -1, "many", -2));
    Function<Section, Integer> reading =
        root -> root.integerOr("k", Range.between(1, 9), each -> 10 * each, names);
    assertThatObject(read("k = 3", reading)).isEqualTo(30);
    assertThatObject(read("k = many", reading)).isEqualTo(-2);
    assertThatObject(read("", "k = few", reading)).isEqualTo(-1);
    String allowed = "a whole number, from 1 to 9, or one of few, many";
    for (String wrong : List.of("0", "2.5", "true", "[3]", "\"lots\"")) {
      assertProblems("k = " + wrong, reading, "k: found " + wrong + "; allowed is " + allowed);
    }
    assertProblems("", reading, "k: is missing; it must be " + allowed);
  }

  @Test
  void readsLongNumbers() {
    assertThatObject(read("k = 42", root -> root.wholeNumber("k"))).isEqualTo(42L);
    assertThatObject(read("k = 1e3", root -> root.wholeNumber("k"))).isEqualTo(1000L);
    assertThatObject(read("k = -9223372036854775808", root -> root.wholeNumber("k")))
        .isEqualTo(Long.MIN_VALUE);
    assertThatObject(read("", "k = 5", root -> root.wholeNumber("k"))).isEqualTo(5L);
    for (String wrong : List.of("9223372036854775808", "1.5", "x")) {
      assertProblems(
          "k = \"" + wrong + "\"",
          root -> root.wholeNumber("k"),
          "k: found \"" + wrong + "\"; allowed is a whole number");
    }
    assertProblems("", root -> root.wholeNumber("k"), "k: is missing; it must be a whole number");
  }

  @Test
  void readsNumbers() {
    assertThatObject(read("k = 0.05", root -> root.number("k", Range.any()))).isEqualTo(0.05);
    assertThatObject(read("k = -3", root -> root.number("k", Range.any()))).isEqualTo(-3.0);
    assertThatObject(read("k = 1e-8", root -> root.number("k", Range.any()))).isEqualTo(1e-8);
    assertThatObject(read("k = \"0.5\"", root -> root.number("k", Range.any()))).isEqualTo(0.5);
    assertThatObject(read("", root -> root.number("k", 7, Range.any()))).isEqualTo(7.0);
    assertThatObject(read("", "k = 5.5", root -> root.number("k", Range.any()))).isEqualTo(5.5);
    String allowed = "allowed is a number, greater than 0";
    for (String wrong : List.of("0", "-1", "false", "[3]")) {
      assertProblems(
          "k = " + wrong,
          root -> root.number("k", Range.positive()),
          "k: found " + wrong + "; " + allowed);
    }
    for (String wrong : List.of("high", "1f", "0x1p3", "NaN", "Infinity", "1e999")) {
      assertProblems(
          "k = \"" + wrong + "\"",
          root -> root.number("k", Range.positive()),
          "k: found \"" + wrong + "\"; " + allowed);
    }
    assertProblems(
        "",
        root -> root.number("k", Range.positive()),
        "k: is missing; it must be a number, greater than 0");
  }

  /** So that the reading can go on without a second complaint. */
  @Test
  void standsInForAWrongNumberWithOneInRange() {
    List<Problem> problems = new ArrayList<>();
    Section root = section("k = x", "", problems);
    for (Range range :
        List.of(
            Range.any(),
            Range.positive(),
            Range.atLeast(5),
            Range.between(-3, -2),
            Range.fromBelow(0, 1),
            Range.inside(0, 1),
            Range.inside(5, 6))) {
      assertThat(range.contains(root.number("k", range))).as(range.allowed()).isTrue();
      assertThat(range.contains(root.number("missing", range))).as(range.allowed()).isTrue();
    }
  }

  @Test
  void readsFlags() {
    assertThatObject(read("k = true", root -> root.flag("k", false))).isEqualTo(true);
    assertThatObject(read("k = false", root -> root.flag("k", true))).isEqualTo(false);
    assertThatObject(read("k = \"true\"", root -> root.flag("k", false))).isEqualTo(true);
    assertThatObject(read("", root -> root.flag("k", true))).isEqualTo(true);
    assertThatObject(read("", "k = false", root -> root.flag("k", true))).isEqualTo(false);
    assertProblems(
        "k = yes", root -> root.flag("k", true), "k: found \"yes\"; allowed is true or false");
    assertProblems("k = 1", root -> root.flag("k", true), "k: found 1; allowed is true or false");
  }

  @Test
  void readsChoices() {
    assertThatObject(read("k = two", root -> root.choice("k", CHOICES))).isEqualTo(2);
    assertThatObject(read("", "k = three", root -> root.choice("k", CHOICES))).isEqualTo(3);
    assertProblems(
        "k = thre",
        root -> root.choice("k", CHOICES),
        "k: found \"thre\"; allowed is one of one, three, two; did you mean three?");
    assertProblems(
        "k = seventeen",
        root -> root.choice("k", CHOICES),
        "k: found \"seventeen\"; allowed is one of one, three, two");
    assertProblems("k = [1]", root -> root.choice("k", CHOICES), "k: found [1]; allowed is a text");
    assertProblems(
        "", root -> root.choice("k", CHOICES), "k: is missing; it must be one of one, three, two");
  }

  @Test
  void readsListsOfTexts() {
    assertThatObject(read("k = [a, 2, true]", root -> root.strings("k")))
        .isEqualTo(List.of("a", "2", "true"));
    assertThatObject(read("k = a", root -> root.strings("k"))).isEqualTo(List.of("a"));
    assertThatObject(read("k = []", root -> root.strings("k"))).isEqualTo(List.of());
    assertThatObject(read("", "k = [d]", root -> root.strings("k"))).isEqualTo(List.of("d"));
    for (String wrong : List.of("{\"a\":1}", "[[1]]", "[{\"a\":1}]", "[null]")) {
      assertProblems(
          "k = " + wrong,
          root -> root.strings("k"),
          "k: found " + wrong + "; allowed is a list of texts");
    }
    assertProblems("", root -> root.strings("k"), "k: is missing; it must be a list of texts");
  }

  @Test
  void readsListsOfWholeNumbers() {
    assertThatObject(read("k = [3, 4]", root -> root.integers("k", Range.any())))
        .isEqualTo(List.of(3, 4));
    assertThatObject(read("k = 3", root -> root.integers("k", Range.any()))).isEqualTo(List.of(3));
    String allowed = "allowed is a list of whole numbers, each at least 1";
    for (String wrong : List.of("[3,0]", "[\"x\"]", "[1.5]", "[null]", "{\"a\":1}")) {
      assertProblems(
          "k = " + wrong,
          root -> root.integers("k", Range.atLeast(1)),
          "k: found " + wrong + "; " + allowed);
    }
  }

  @Test
  void readsListsOfNumbers() {
    assertThatObject(read("k = [3, 0.5]", root -> root.numbers("k", Range.any())))
        .isEqualTo(List.of(3.0, 0.5));
    assertThatObject(read("k = 0.5", root -> root.numbers("k", Range.any())))
        .isEqualTo(List.of(0.5));
    for (String wrong : List.of("[3,0]", "[\"x\"]", "[null]", "{\"a\":1}")) {
      assertProblems(
          "k = " + wrong,
          root -> root.numbers("k", Range.positive()),
          "k: found " + wrong + "; allowed is a list of numbers, each greater than 0");
    }
  }

  @Test
  void readsFreeTextsByName() {
    assertThatObject(read("k { header = true, \"a b\" = x, n { m = 2 } }", root -> root.texts("k")))
        .isEqualTo(Map.of("header", "true", "a b", "x", "n.m", "2"));
    assertThatObject(read("", root -> root.texts("k"))).isEqualTo(Map.of());
    assertProblems(
        "k = 3",
        root -> root.texts("k"),
        "k: found 3; allowed is an object of texts, such as { header = true }");
    assertProblems(
        "k { a = [1] }",
        root -> root.texts("k"),
        "k: found {\"a\":[1]}; allowed is an object of texts, such as { header = true }");
  }

  @Test
  void readsSectionsOverTheirDefaultsKeyByKey() {
    assertThatObject(
            read(
                "s { a = 1 }",
                "s { a = 8, b = 9 }",
                root -> {
                  Section own = root.section("s");
                  assertThat(own.path()).isEqualTo("s");
                  return own.integer("a", Range.any()) * 10 + own.integer("b", Range.any());
                }))
        .isEqualTo(19);
    assertProblems(
        "s { t { a = x } }",
        root -> root.section("s").section("t").integer("a", Range.any()),
        "s.t.a: found \"x\"; allowed is a whole number, a finite number");
  }

  /** One mistake, one problem: what follows from it isn't said. */
  @Test
  void complainsOnceOfASectionThatIsNone() {
    assertProblems(
        "s = 3",
        root -> {
          Section own = root.section("s");
          own.integer("required", Range.any());
          return own.section("t").string("required");
        },
        "s: found 3; allowed is an object");
  }

  @Test
  void takesATypedSectionAsAWhole() {
    Function<Section, String> reader =
        root -> {
          Section own = root.typed("s", "type");
          return own.string("type") + own.string("a", "-") + own.string("b", "-");
        };
    String defaults = "s { type = x, a = 1 }";
    assertThatObject(read("", defaults, reader)).isEqualTo("x1-");
    assertThatObject(read("s { type = y, b = 2 }", defaults, reader)).isEqualTo("y-2");
    assertThatObject(read("s = y", defaults, reader)).isEqualTo("y--");
    assertProblems("s = 3", reader, "s: found 3; allowed is an object with the key type");
    assertProblems("s = [x]", reader, "s: found [\"x\"]; allowed is an object with the key type");
    assertProblems("", reader, "s: is missing; it must be an object with the key type");
  }

  @Test
  void readsListsOfTypedSections() {
    Function<Section, List<String>> reader =
        root ->
            root.sections("l", "type").stream()
                .map(own -> own.path() + own.string("type") + own.string("a", "-"))
                .toList();
    assertThatObject(read("l = [{type = x, a = 1}, y]", reader))
        .isEqualTo(List.of("l[0]x1", "l[1]y-"));
    assertThatObject(read("l = []", reader)).isEqualTo(List.of());
    assertProblems("", reader, "l: is missing; it must be a list of objects");
    assertProblems(
        "l = x", reader, "l: found \"x\"; allowed is a list of objects, each with the key type");
    assertProblems(
        "l = [3, {type = x}, {a = 1}]",
        reader,
        "l[0]: found 3; allowed is an object with the key type",
        "l[2].type: is missing; it must be a text");
  }

  @Test
  void reportsUnknownKeysWhereverTheyStand() {
    assertProblems(
        "epohcs = 1, s { bta = 2 }, l = [{type = x, foo = 3}]",
        root -> {
          root.integer("epochs", 1, Range.any());
          root.section("s").number("beta", 0.9, Range.any());
          root.sections("l", "type").forEach(own -> own.string("type"));
          return 0;
        },
        "epohcs: is not a known key; did you mean epochs?",
        "s.bta: is not a known key; did you mean beta?",
        "l[0].foo: is not a known key; known here: type");
  }

  /** The keys that a section has depend on its type: while that is wrong, they can't be judged. */
  @Test
  void complainsOnlyOfTheTypeWhereThatIsWrong() {
    Function<Section, Integer> reader =
        root -> {
          Section own = root.typed("s", "type");
          own.choice("type", CHOICES);
          own.string("required");
          own.section("inner").string("required");
          return 0;
        };
    assertProblems(
        "s { type = thre, momentum = 0.9 }",
        reader,
        "s.type: found \"thre\"; allowed is one of one, three, two; did you mean three?");
    assertProblems(
        "s { momentum = 0.9 }", reader, "s.type: is missing; it must be one of one, three, two");
    assertProblems("s { type = [1] }", reader, "s.type: found [1]; allowed is a text");
  }

  /** As where a layer names an activation whose settings stand beside it. */
  @Test
  void leavesUnknownKeysAloneWhereAnotherChoiceOfATypedSectionIsWrong() {
    assertProblems(
        "s { type = one, activation = thre, alpha = 2, units = x }",
        root -> {
          Section own = root.typed("s", "type");
          own.choice("type", CHOICES);
          own.choice("activation", CHOICES);
          return own.integer("units", Range.any());
        },
        "s.activation: found \"thre\"; allowed is one of one, three, two; did you mean three?",
        "s.units: found \"x\"; allowed is a whole number, a finite number");
  }

  @Test
  void complainsInItsReadersWords() {
    assertProblems(
        "s { a = 1 }",
        root -> {
          Section own = root.section("s");
          own.string("a");
          own.complain("a", "is odd");
          own.complain("", "is odd as a whole");
          own.complain("b", "is even odder");
          return 0;
        },
        "s.a: is odd",
        "s: is odd as a whole",
        "s.b: is even odder");
  }

  @Test
  void knowsWhereNothingIsWrong() {
    List<Problem> problems = new ArrayList<>();
    Section root = section("s { a = x }, t = 1, sa = 1, l = [{ type = 1, n = x}]", "", problems);
    root.section("s").integer("a", Range.any());
    root.sections("l", "type").get(0).integer("n", Range.any());
    assertThat(root.isSound("s")).isFalse();
    assertThat(root.isSound("sa")).isTrue();
    assertThat(root.isSound("t")).isTrue();
    assertThat(root.isSound("l")).isFalse();
    assertThat(root.section("s").isSound("a")).isFalse();
    assertThat(root.section("s").isSound("b")).isTrue();
  }

  @Test
  void knowsWhetherAKeyIsThereAndWhetherItIsANumber() {
    Section root =
        section("a = 1, b = null, c = \"0.5\", d = x, e { f = 1 }", "g = 2", new ArrayList<>());
    assertThat(root.has("a")).isTrue();
    assertThat(root.has("b")).isFalse();
    assertThat(root.has("g")).isTrue();
    assertThat(root.has("h")).isFalse();
    assertThat(root.holdsNumber("a")).isTrue();
    assertThat(root.holdsNumber("b")).isFalse();
    assertThat(root.holdsNumber("c")).isTrue();
    assertThat(root.holdsNumber("d")).isFalse();
    assertThat(root.holdsNumber("e")).isFalse();
    assertThat(root.holdsNumber("g")).isTrue();
    assertThat(root.holdsNumber("h")).isFalse();
  }

  private static <T> T read(String given, Function<Section, T> reader) {
    return read(given, "", reader);
  }

  private static <T> T read(String given, String defaults, Function<Section, T> reader) {
    List<Problem> problems = new ArrayList<>();
    Section root = section(given, defaults, problems);
    T value = reader.apply(root);
    root.finish();
    assertThat(problems).isEmpty();
    return value;
  }

  private static void assertProblems(
      String given, Function<Section, ?> reader, String... expected) {
    List<Problem> problems = new ArrayList<>();
    Section root = section(given, "", problems);
    Object unused = reader.apply(root);
    root.finish();
    assertThat(problems)
        .as(given)
        .extracting(problem -> problem.path() + ": " + problem.message())
        .containsExactly(expected);
  }

  private static Section section(String given, String defaults, List<Problem> problems) {
    return Section.root(
        ConfigFactory.parseString(given), ConfigFactory.parseString(defaults), problems);
  }
}
