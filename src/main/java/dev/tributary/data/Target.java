package dev.tributary.data;

import dev.tributary.nn.Technique;

/** What a job compares the network's outputs with. */
@Technique(
    kind = Technique.Kind.TRAINING,
    name = "data.target = features",
    formula = "an autoencoder: the targets are the scaled inputs",
    paper = "Rumelhart et al., 1986; Vincent et al., 2008",
    defaults = "label")
public enum Target {
  /** The label columns. */
  LABEL,
  /** The scaled features themselves: the network is an autoencoder. */
  FEATURES
}
