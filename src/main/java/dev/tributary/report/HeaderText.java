package dev.tributary.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines that come before the training. */
final class HeaderText {
  /** A network with more layers shows its first and last ones only. */
  private static final int MOST_ROWS = 30;

  private static final int SHOWN_AT_EACH_END = 12;

  /** Columns of text that can still be read. */
  private static final int NARROWEST = 16;

  private HeaderText() {}

  /** The network, with its totals; unless {@code whole}, a deep one's middle is left out. */
  static List<String> network(NetworkTable network, int width, boolean whole) {
    TextTable table =
        new TextTable().left("layer").right("output").right("parameters").left("settings");
    table.row("input", network.input(), "", "");
    List<NetworkTable.Row> rows = network.rows();
    boolean cut = !whole && rows.size() > MOST_ROWS;
    for (int i = 0; i < rows.size(); i++) {
      if (cut && i == SHOWN_AT_EACH_END) {
        int left = rows.size() - 2 * SHOWN_AT_EACH_END;
        table.row("… " + left + " more", "", "", "shown by: describe");
        i += left;
      }
      NetworkTable.Row row = rows.get(i);
      String parameters = row.parameters() == 0 ? "" : Numbers.count(row.parameters());
      table.row(row.layer(), row.output(), parameters, row.settings());
    }
    String size = Numbers.bytes(Float.BYTES * network.trainable());
    table.row("trained parameters", "", Numbers.count(network.trainable()), size);
    if (network.statistics() > 0) {
      table.row("moving statistics", "", Numbers.count(network.statistics()), "");
    }
    List<String> lines = new ArrayList<>(table.lines(width));
    int totals = network.statistics() > 0 ? 2 : 1;
    int widest = lines.stream().mapToInt(TextTable::width).max().orElse(0);
    lines.add(lines.size() - totals, "-".repeat(widest));
    return lines;
  }

  static List<String> data(DataSummary data, int width) {
    TextTable table = new TextTable().left("").right("").left("");
    for (DataSummary.Part part : data.parts()) {
      table.row(part.name(), Numbers.count(part.rows(), "row"), part.origin());
    }
    List<String> lines = new ArrayList<>(table.body(width));
    String target =
        data.classes() > 0
            ? Numbers.count(data.classes()) + " classes"
            : Numbers.count(data.outputs(), "value") + " to predict";
    lines.addAll(
        wrap(
            "each row: %s, %s; scaling: %s"
                .formatted(Numbers.count(data.features(), "feature"), target, data.scaling()),
            width));
    lines.addAll(named(data.columns(), width));
    long skipped = data.skippedRows().values().stream().mapToLong(Long::longValue).sum();
    if (skipped > 0) {
      List<String> reasons = new ArrayList<>();
      for (Map.Entry<String, Long> reason : data.skippedRows().entrySet()) {
        reasons.add(Numbers.count(reason.getValue()) + " " + reason.getKey());
      }
      lines.addAll(
          wrap(
              "skipped: " + Numbers.count(skipped, "row") + " (" + String.join(", ", reasons) + ")",
              width));
    }
    return lines;
  }

  static List<String> plan(TrainingPlan plan, int width) {
    List<String> lines =
        new ArrayList<>(
            wrap(
                "%s, minibatches of %s, averaged %s, %s"
                    .formatted(
                        Numbers.count(plan.workers(), "worker"),
                        Numbers.count(plan.batchSize(), "row"),
                        plan.averaging(),
                        Numbers.count(plan.epochs(), "epoch")),
                width));
    lines.addAll(named(plan.settings(), width));
    return lines;
  }

  /**
   * Texts beside their names, continued below themselves where they are long; below their names
   * where these leave no room.
   */
  static List<String> named(Map<String, String> texts, int width) {
    int names = texts.keySet().stream().mapToInt(TextTable::width).max().orElse(0);
    List<String> lines = new ArrayList<>();
    if (width - names - 2 < NARROWEST) {
      texts.forEach(
          (name, text) -> {
            lines.add(TextTable.clean(name));
            wrap(text, width - 2).forEach(line -> lines.add("  " + line));
          });
      return lines;
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      String name = TextTable.clean(text.getKey());
      for (String line : wrap(text.getValue(), width - names - 2)) {
        lines.add(name + " ".repeat(names - TextTable.width(name) + 2) + line);
        name = "";
      }
    }
    return lines;
  }

  /** Breaks a text at spaces; a longer word, such as a path, stays whole. */
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : TextTable.clean(text).split(" ", -1)) {
      if (!line.isEmpty() && TextTable.width(line.toString()) + 1 + TextTable.width(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
