package dev.tributary.cli;

/** What predictions can be written as: formats that hold arrays. */
enum PredictionFormat {
  PARQUET,
  JSON,
  ORC
}
