package dev.tributary.data.generator;

import java.io.Serializable;

/**
 * A kind of data that is made up.
 *
 * <p>Rows are numbered from 0 and made in blocks of {@value #BLOCK_ROWS}, always whole ones: what a
 * row holds follows from the generator and the row's number alone, never from how the rows are
 * spread over tasks or how many of them are wanted.
 */
public sealed interface Generator extends Serializable permits Teacher, AddingProblem {
  /** The rows of a block. */
  int BLOCK_ROWS = 512;

  /** What labels are. */
  enum Label {
    /** The index of a class, from 0. */
    CLASS,
    /** A number. */
    VALUE
  }

  /** The number of features of a row. */
  int width();

  Label label();

  /** Starts to make blocks, in one thread. */
  BlockMaker start();

  /** Makes blocks; holds the buffers that this takes. */
  interface BlockMaker {
    /**
     * Makes the rows from {@code number * BLOCK_ROWS} on.
     *
     * @param features {@code [BLOCK_ROWS, width]}, is filled
     * @param labels {@code [BLOCK_ROWS]}, is filled
     */
    void make(long number, float[] features, float[] labels);
  }
}
