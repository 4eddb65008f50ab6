package dev.tributary.techniques;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.tributary.nn.Technique;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The guide's table of techniques, made of what the classes and their tests say of themselves. */
final class TechniqueTable {
  private static final String HEAD =
      """
      # The techniques

      Every technique that a job file can name: what it computes, where it comes from, its defaults, and the test that
      proves it. This page is made from the code (`./mvnw test -Dtest=TechniquesTest -Dtechniques.write=true`); a test
      fails when it is out of date, or when a technique lacks a row or a proof.

      Which one a network needs: `submit/tributary diagnose JOB.conf` tells; `conf/techniques/` has a job for each claim,
      and `submit/tributary compare conf/techniques/*.conf` runs them all.
      """;

  private TechniqueTable() {}

  /** A technique and the tests that prove it. */
  record Row(Technique technique, List<String> proofs) {
    String key() {
      return technique.kind().name().toLowerCase(Locale.ROOT) + "/" + technique.name();
    }
  }

  /** All rows, by kind and name. */
  static List<Row> rows() {
    List<Technique> techniques = new ArrayList<>();
    List<JavaMethod> proofs = new ArrayList<>();
    for (JavaClass each : new ClassFileImporter().importPackages("dev.tributary")) {
      if (each.isAnnotatedWith(Technique.class) || each.isAnnotatedWith(Technique.All.class)) {
        techniques.addAll(List.of(each.reflect().getAnnotationsByType(Technique.class)));
      }
      each.getMethods().stream()
          .filter(method -> method.isAnnotatedWith(Proves.class))
          .forEach(proofs::add);
    }
    techniques.sort(Comparator.comparing(Technique::kind).thenComparing(Technique::name));
    return techniques.stream().map(technique -> row(technique, proofs)).toList();
  }

  /** Tests that name a technique count before those that go through all of its kind. */
  private static Row row(Technique technique, List<JavaMethod> tests) {
    String key = new Row(technique, List.of()).key();
    List<String> named = proofs(tests, key);
    String all = key.substring(0, key.indexOf('/')) + "/*";
    return new Row(technique, named.isEmpty() ? proofs(tests, all) : named);
  }

  private static List<String> proofs(List<JavaMethod> tests, String key) {
    return tests.stream()
        .filter(test -> List.of(test.getAnnotationOfType(Proves.class).value()).contains(key))
        .map(test -> test.getOwner().getSimpleName() + "." + test.getName())
        .sorted()
        .toList();
  }

  /** The page. */
  static String markdown(List<Row> rows) {
    StringBuilder page = new StringBuilder(HEAD);
    for (Technique.Kind kind : Technique.Kind.values()) {
      List<Row> part = rows.stream().filter(row -> row.technique().kind() == kind).toList();
      if (part.isEmpty()) {
        continue;
      }
      page.append("\n## ").append(kind.heading()).append("\n\n");
      page.append("| name | formula | paper | default | proven by |\n|---|---|---|---|---|\n");
      for (Row row : part) {
        Technique technique = row.technique();
        page.append(
            "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                    technique.name(),
                    cell(technique.formula()),
                    cell(technique.paper()),
                    cell(technique.defaults()),
                    row.proofs().stream()
                        .map(proof -> "`" + proof + "`")
                        .collect(Collectors.joining(", "))));
      }
    }
    return page.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
