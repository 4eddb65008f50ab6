package dev.tributary.ml;

/**
 * Setters of what decides how a network is trained.
 *
 * @param <S> the estimator itself, which setters return
 */
public interface TrainingSetters<S> extends ScoringSetters<S> {
  /**
   * The hidden layers, from the input up, each as a job file writes it: {@code "dense, units = 300,
   * activation = elu"}, {@code "batch_normalization"}, {@code "dropout, rate = 0.3"}. The output
   * layer is added.
   */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setLayers(String... values) {
    set(layers(), values);
    return (S) this;
  }

  /** The text of a job file, whole or in part, for all that params don't say. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setConf(String value) {
    set(conf(), value);
    return (S) this;
  }

  /** What the layers of {@link #layers} that name no initializer start with. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setInitializer(String value) {
    set(initializer(), value);
    return (S) this;
  }

  /** What training makes small. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setLoss(String value) {
    set(loss(), value);
    return (S) this;
  }

  /** Epochs: how often each example is trained on. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setMaxIter(int value) {
    set(maxIter(), value);
    return (S) this;
  }

  /** The learning rate, or where its schedule starts. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setStepSize(double value) {
    set(stepSize(), value);
    return (S) this;
  }

  /**
   * The schedule of the learning rate: {@code "{ schedule = cosine, value = 0.1, steps = 2000 }"}.
   */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setLearningRate(String value) {
    set(learningRate(), value);
    return (S) this;
  }

  /** The most examples of a minibatch, of one worker. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setBatchSize(int value) {
    set(batchSize(), value);
    return (S) this;
  }

  /** Decides all that is random. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setSeed(long value) {
    set(seed(), value);
    return (S) this;
  }

  /** The column that says how much a training row counts. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setWeightCol(String value) {
    set(weightCol(), value);
    return (S) this;
  }

  /** {@code "adam"}, or with settings {@code "{ type = nesterov, momentum = 0.95 }"}. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setOptimizer(String value) {
    set(optimizer(), value);
    return (S) this;
  }

  /** {@code "{ type = global_norm, limit = 1 }"}. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setClipping(String value) {
    set(clipping(), value);
    return (S) this;
  }

  /** The strength of the penalty on weights. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setRegParam(double value) {
    set(regParam(), value);
    return (S) this;
  }

  /** Which share of {@link #regParam} is L1; the rest is L2. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setElasticNetParam(double value) {
    set(elasticNetParam(), value);
    return (S) this;
  }

  /**
   * How features are scaled: {@code standard}, {@code minmax}, {@code none} or a number to divide
   * by.
   */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setScaling(String value) {
    set(scaling(), value);
    return (S) this;
  }

  /** The boolean column that is true for rows to judge each epoch by, not to train on. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setValidationIndicatorCol(String value) {
    set(validationIndicatorCol(), value);
    return (S) this;
  }

  /** The share of the rows to judge each epoch by, where there is no indicator column. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setValidationFraction(double value) {
    set(validationFraction(), value);
    return (S) this;
  }

  /** Epochs without improvement before training stops. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setPatience(int value) {
    set(patience(), value);
    return (S) this;
  }

  /** An improvement is larger than this. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setTol(double value) {
    set(tol(), value);
    return (S) this;
  }

  /** The metric to improve. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setMonitor(String value) {
    set(monitor(), value);
    return (S) this;
  }

  /** How many workers train side by side. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setNumWorkers(int value) {
    set(numWorkers(), value);
    return (S) this;
  }

  /** Local steps of each worker between two averages. */
  @SuppressWarnings("unchecked") // S is the type of this
  default S setAveragingInterval(int value) {
    set(averagingInterval(), value);
    return (S) this;
  }
}
