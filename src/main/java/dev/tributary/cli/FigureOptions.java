package dev.tributary.cli;

import dev.tributary.model.StorageException;
import dev.tributary.report.ConsoleReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** How a command that measures shows its figures. */
final class FigureOptions {
  @Option(
      names = "--json",
      description = "prints the figures as JSON and nothing else; remarks go to standard error")
  private boolean json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "draws the figures into this file of this machine, replacing it")
  private Path svg;

  /** Where people are told what happens. */
  ConsoleReport console(ConsoleOptions options) {
    return options.open(json);
  }

  /** Prints the figures as JSON, or else as the console shows them; and draws them if asked to. */
  void show(
      ConsoleReport console, Supplier<String> asJson, Runnable asText, Supplier<String> plot) {
    if (json) {
      System.out.print(asJson.get());
    } else {
      asText.run();
    }
    if (svg != null) {
      draw(plot.get());
      console.note("Drawn into " + svg + ".");
    }
  }

  private void draw(String text) {
    try {
      if (svg.toAbsolutePath().getParent() != null) {
        Files.createDirectories(svg.toAbsolutePath().getParent());
      }
      Files.write(svg, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failed) {
      throw StorageException.of("draw into", new org.apache.hadoop.fs.Path(svg.toUri()), failed);
    }
  }
}
