package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void aNarrowTableRatherLosesItsLastTextsThanNames() {
    TextTable table = new TextTable().left("layer").right("output").left("settings");
    table.row("batch_normalization_1", "300", "momentum 0.99");
    assertThat(table.lines(40))
        .containsExactly(
            "layer                  output  settings", "batch_normalization_1     300  momentum…");
    assertThat(table.lines(30))
        .containsExactly("layer                  output", "batch_normalization_1     300");
    assertThat(table.lines(20)).containsExactly("layer         output", "batch_norma…     300");
  }

  @Test
  void linesUpTextsAndNumbers() {
    TextTable table = new TextTable().left("layer").right("parameters").left("settings");
    table.row("dense_1", "235,500", "he_normal").row("activation_1", "", "");

    assertThat(table.lines(80))
        .containsExactly(
            "layer         parameters  settings",
            "dense_1          235,500  he_normal",
            "activation_1");
    assertThat(table.body(80)).hasSize(2).first().asString().startsWith("dense_1");
  }

  @Test
  void shortensTextsAndNeverNumbers() {
    TextTable table = new TextTable().left("a").right("n").left("b");
    table.row("abcdefghij", "1234567890", "abcdefghijklmno");

    assertThat(table.lines(33).get(1)).isEqualTo("abcdefghij  1234567890  abcdefgh…");
    assertThat(table.narrow().lines(33).get(1)).isEqualTo("abcdefghij 1234567890 abcdefghij…");
    assertThat(table.lines(10).get(1)).isEqualTo("abcde… 1234567890");
  }

  @Test
  void countsCharacterCellsNotCharacters() {
    TextTable table = new TextTable().left("a").right("n");
    table.row("値段", "1").row("e\u0301té", "2").row("😀", "3");

    assertThat(table.body(80)).containsExactly("値段  1", "e\u0301té   2", "😀     3");
    assertThat(TextTable.shorten("値段値段", 6)).isEqualTo("値段…");
  }

  @Test
  void defusesControlCharacters() {
    TextTable table = new TextTable().left("a");
    assertThat(table.row("\u001b[2J\n\u202ex").body(80)).containsExactly("?[2J??x");
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThatThrownBy(() -> new TextTable().left("a").row("1", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 cells (must be 1)");
  }
}
