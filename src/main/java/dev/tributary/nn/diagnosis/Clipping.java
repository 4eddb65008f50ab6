package dev.tributary.nn.diagnosis;

/** Whether the job clips gradients: what a remedy needs to know of it. */
public enum Clipping {
  USED,
  NONE
}
