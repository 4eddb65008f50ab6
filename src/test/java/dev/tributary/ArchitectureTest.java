package dev.tributary;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rooms of the house, and who may look into which. */
class ArchitectureTest {
  /** From the foundation up: each imports only those before it. */
  private static final List<String> ROOMS =
      List.of(
          "config",
          "math",
          "nn",
          "optim",
          "data",
          "model",
          "train",
          "checkpoint",
          "report",
          "interop",
          "ml",
          "cli");

  private static final Path SOURCES = Path.of("src/main/java");
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tributary");

  static Stream<String> rooms() {
    return ROOMS.stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomImportsOnlyThoseBeforeIt(String room) {
    String[] later =
        ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).stream()
            .map(ArchitectureTest::packages)
            .toArray(String[]::new);
    noClasses()
        .that(resideInAPackage(packages(room)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(later))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void thereAreNoOtherRooms() throws IOException {
    try (Stream<Path> folders = Files.list(SOURCES.resolve("dev/tributary"))) {
      assertThat(folders.map(folder -> folder.getFileName().toString())).isSubsetOf(ROOMS);
    }
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("dev.tributary.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"config", "math", "nn", "optim", "report"})
  void theseKnowNeitherSparkNorHadoop(String room) {
    assertDoesNotKnow(room, "org.apache.spark..", "org.apache.hadoop..", "scala..");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "checkpoint"})
  void theseKnowHadoopOnly(String room) {
    assertDoesNotKnow(room, "org.apache.spark..", "scala..");
  }

  @Test
  void onlyOneRoomKnowsDeeplearning4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packages("interop.dl4j"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.datavec..")
        .check(CLASSES);
  }

  /** It travels in a jar of its own, which may not be there. */
  @Test
  void nobodyElseKnowsThatRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage(packages("interop.dl4j"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(packages("interop.dl4j"))
        .check(CLASSES);
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> folders =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .map(Path::getParent)
              .distinct()
              .toList();
      assertThat(folders)
          .isNotEmpty()
          .allSatisfy(folder -> assertThat(folder.resolve("package-info.java")).isRegularFile());
    }
  }

  private static void assertDoesNotKnow(String room, String... packages) {
    noClasses()
        .that(resideInAPackage(packages(room)))
        .should()
        .dependOnClassesThat(resideInAnyPackage(packages))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  private static String packages(String room) {
    return "dev.tributary." + room + "..";
  }
}
