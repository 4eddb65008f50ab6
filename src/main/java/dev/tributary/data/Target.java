package dev.tributary.data;

/** What a job compares the network's outputs with. */
public enum Target {
  /** The label columns. */
  LABEL,
  /** The scaled features themselves: the network is an autoencoder. */
  FEATURES
}
