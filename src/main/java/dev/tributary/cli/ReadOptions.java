package dev.tributary.cli;

import dev.tributary.data.BadRows;
import dev.tributary.data.SourceConfig;
import dev.tributary.model.SourceFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** How a command reads its data: as the model's training data were read, unless told otherwise. */
final class ReadOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv, parquet, json, orc, libsvm, idx or auto; default: as the training data")
  private String format;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description =
          "handed to the reader, such as header=true; may be repeated. Those of the training data"
              + " hold too, unless the format is another")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--bad-rows",
      paramLabel = "fail|skip",
      description = "what to do with rows that can't be used; default: fail")
  private BadRows badRows = BadRows.FAIL;

  SourceConfig source(String path, SourceFormat trained) {
    if (format != null && !format.equals(trained.format())) {
      return new SourceConfig(format, path, options, badRows);
    }
    Map<String, String> merged = new LinkedHashMap<>(trained.options());
    merged.putAll(options);
    return new SourceConfig(trained.format(), path, merged, badRows);
  }

  BadRows badRows() {
    return badRows;
  }
}
