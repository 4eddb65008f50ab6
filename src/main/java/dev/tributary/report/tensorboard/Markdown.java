package dev.tributary.report.tensorboard;

import dev.tributary.report.NetworkTable;
import dev.tributary.report.Numbers;

/** Texts as TensorBoard's text plugin renders them. */
public final class Markdown {
  private Markdown() {}

  /** Text as it stands. */
  public static String code(String text) {
    StringBuilder code = new StringBuilder();
    text.lines().forEach(line -> code.append("    ").append(line).append('\n'));
    return code.toString();
  }

  /** A network, a line for each layer. */
  public static String table(NetworkTable network) {
    StringBuilder table =
        new StringBuilder("| layer | output | parameters | settings |\n|---|---:|---:|---|\n");
    line(table, "input", network.input(), "", "");
    for (NetworkTable.Row row : network.rows()) {
      String parameters = row.parameters() == 0 ? "" : Numbers.count(row.parameters());
      line(table, row.layer(), row.output(), parameters, row.settings());
    }
    line(table, "trained parameters", "", Numbers.count(network.trainable()), "");
    line(table, "moving statistics", "", Numbers.count(network.statistics()), "");
    return table.toString();
  }

  private static void line(StringBuilder table, String... cells) {
    for (String cell : cells) {
      table.append("| ").append(cell.replaceAll("[|\\\\`*_<\\[]", "\\\\$0")).append(' ');
    }
    table.append("|\n");
  }
}
