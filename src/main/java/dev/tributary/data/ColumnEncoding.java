package dev.tributary.data;

/** How the values of a column become numbers of the input vector, as fitted. */
public sealed interface ColumnEncoding permits NumberEncoding, CategoryEncoding, DateEncoding {
  /** The column's name. */
  String column();

  /**
   * How many numbers of the input vector it gives.
   *
   * @param values how many numbers a row of the column holds
   */
  int inputs(int values);

  /** How many numbers a packed row holds of it; a one-hot column is packed as one. */
  default int packed(int values) {
    return inputs(values);
  }

  /** What is done but for fitted numbers and names: where it differs, inputs mean other things. */
  Object meaning();

  /**
   * Checks what a model's file says.
   *
   * @param values how many numbers a row of the column holds
   * @throws IllegalArgumentException if it can't be
   */
  void check(int values);

  /** Tells a fault in what a model's file says. */
  static IllegalArgumentException invalid(String column, String what) {
    return new IllegalArgumentException("Invalid encoding of the column " + column + ": " + what);
  }
}
