package dev.tributary.report.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.report.NetworkTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void codeStandsAsItIs() {
    assertThat(Markdown.code("a {\n  b = \"*\"\n}\n"))
        .isEqualTo("    a {\n      b = \"*\"\n    }\n");
  }

  @Test
  void aNetworkIsATableWithoutMarkupInItsCells() {
    NetworkTable network =
        new NetworkTable(
            "28×28",
            List.of(new NetworkTable.Row("a|b_1", "10", 7850, "<b>he_normal</b>")),
            7850,
            0);
    assertThat(Markdown.table(network).lines())
        .containsExactly(
            "| layer | output | parameters | settings |",
            "|---|---:|---:|---|",
            "| input | 28×28 |  |  |",
            "| a\\|b\\_1 | 10 | 7,850 | \\<b>he\\_normal\\</b> |",
            "| trained parameters |  | 7,850 |  |",
            "| moving statistics |  | 0 |  |");
  }
}
