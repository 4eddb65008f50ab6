package dev.tributary.report;

import java.util.List;

/**
 * A network as a table.
 *
 * @param input the shape of an example, such as {@code 28×28}
 * @param rows one a layer, in order
 * @param trainable how many parameters are trained
 * @param statistics how many moving statistics are kept
 */
public record NetworkTable(String input, List<Row> rows, long trainable, long statistics) {
  /**
   * A layer.
   *
   * @param layer its name, such as {@code dense_1}
   * @param output the shape of what it gives for an example, such as {@code 300}
   * @param parameters how many of its parameters are trained
   * @param settings what matters about it, such as {@code he_normal, elu}; may be empty
   */
  public record Row(String layer, String output, long parameters, String settings) {}

  public NetworkTable {
    rows = List.copyOf(rows);
  }
}
