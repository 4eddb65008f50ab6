package dev.tributary.ml;

/**
 * Setters that estimators and models have in common.
 *
 * @param <S> the stage itself, which setters return
 */
public interface ScoringSetters<S> extends DeepParams {
  /** The columns that make the input vector, in this order, in the place of the features column. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setInputCols(String... values) {
    set(inputCols(), values);
    return (S) this;
  }

  /** {@code error}, {@code skip} or {@code keep}. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return (S) this;
  }
}
