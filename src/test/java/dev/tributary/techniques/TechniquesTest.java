package dev.tributary.techniques;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.Nonlinearities;
import dev.tributary.nn.loss.Losses;
import dev.tributary.optim.Constraint;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Optimizers;
import dev.tributary.techniques.TechniqueTable.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of techniques is whole, proven and up to date. */
class TechniquesTest {
  private static final Path PAGE = Path.of("src/site/markdown/techniques.md");
  private static final List<Row> ROWS = TechniqueTable.rows();

  static Stream<Row> rows() {
    return ROWS.stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyTechniqueHasAProof(Row row) {
    assertThat(row.proofs()).as(row.key()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowIsFilled(Row row) {
    assertThat(row.technique().formula()).isNotBlank();
    assertThat(row.technique().paper()).isNotBlank();
    assertThat(row.technique().defaults()).isNotBlank();
  }

  @Test
  void everyActivationHasARow() {
    assertThat(names(Technique.Kind.ACTIVATION)).containsAll(Nonlinearities.names());
  }

  @Test
  void everyLayerHasARow() {
    Set<String> rows = new TreeSet<>(names(Technique.Kind.LAYER));
    rows.addAll(names(Technique.Kind.ACTIVATION));
    rows.addAll(names(Technique.Kind.REGULARIZATION));
    assertThat(rows).containsAll(NetworkSpec.layerTypes().keySet());
  }

  @Test
  void everyInitializerHasARow() {
    Set<String> expected = new TreeSet<>(Initializers.types().keySet());
    expected.remove("auto"); // stands for one of the others
    assertThat(names(Technique.Kind.INITIALIZER)).containsAll(expected);
  }

  @Test
  void everyOptimizerHasARow() {
    assertThat(names(Technique.Kind.OPTIMIZER)).containsAll(Optimizers.types().keySet());
  }

  @Test
  void everyLossHasARow() {
    assertThat(names(Technique.Kind.LOSS)).containsAll(Losses.types().keySet());
  }

  @ParameterizedTest
  @ValueSource(classes = {GradientClipping.class, LearningRateSchedule.class, Constraint.class})
  void everyMemberOfAClosedFamilyHasARow(Class<?> family) {
    for (Class<?> member : family.getPermittedSubclasses()) {
      if (!member.getSimpleName().equals("None")) {
        assertThat(member.getAnnotationsByType(Technique.class)).as(member.getName()).isNotEmpty();
      }
    }
  }

  static Stream<Row> rowsWithDefaults() {
    return ROWS.stream().filter(row -> !DefaultSettings.stated(row.technique()).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("rowsWithDefaults")
  void defaultsAreThoseOfTheCode(Row row) {
    Map<String, Object> actual = DefaultSettings.actual(row.technique());
    DefaultSettings.stated(row.technique())
        .forEach(
            (key, value) ->
                assertThat(DefaultSettings.same(actual.get(key), value))
                    .as("%s %s: %s, not %s", row.key(), key, actual.get(key), value)
                    .isTrue());
  }

  @Test
  void thePageIsWhatTheCodeSays() throws IOException {
    String page = TechniqueTable.markdown(ROWS);
    if (Boolean.getBoolean("techniques.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static Set<String> names(Technique.Kind kind) {
    return ROWS.stream()
        .map(Row::technique)
        .filter(technique -> technique.kind() == kind)
        .map(Technique::name)
        .collect(Collectors.toSet());
  }
}
