package dev.tributary.ml;

import java.io.Serializable;

/** Writes what a network's outputs mean into the columns that a model adds to a row. */
interface ResultColumns extends Serializable {
  /** How many columns there are. */
  int count();

  /**
   * Writes a row's columns to {@code columns[at ..]}.
   *
   * @param outputs {@code [rows, outputs]}
   * @param inputs {@code [rows, inputs]}
   */
  void write(float[] outputs, float[] inputs, int row, Object[] columns, int at);
}
