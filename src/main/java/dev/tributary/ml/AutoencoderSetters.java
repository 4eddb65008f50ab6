package dev.tributary.ml;

/**
 * Setters of an autoencoder and its model.
 *
 * @param <S> the stage itself, which setters return
 */
public interface AutoencoderSetters<S> extends AutoencoderParams, ScoringSetters<S> {
  /** The column of the input: a vector, or an array of numbers. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setFeaturesCol(String value) {
    set(featuresCol(), value);
    return (S) this;
  }

  /** The column for the code; empty for none. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setOutputCol(String value) {
    set(outputCol(), value);
    return (S) this;
  }

  /** The layer whose outputs are the code. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setCodeLayer(String value) {
    set(codeLayer(), value);
    return (S) this;
  }

  /** The column for the features that are given back; empty for none. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setReconstructionCol(String value) {
    set(reconstructionCol(), value);
    return (S) this;
  }

  /** The column for the mean squared error of what is given back; empty for none. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setReconstructionErrorCol(String value) {
    set(reconstructionErrorCol(), value);
    return (S) this;
  }
}
