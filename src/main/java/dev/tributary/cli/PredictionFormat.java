package dev.tributary.cli;

import java.util.Locale;

/** What predictions can be written as: formats that hold arrays. */
enum PredictionFormat {
  PARQUET,
  JSON,
  ORC;

  /** As Spark and users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
