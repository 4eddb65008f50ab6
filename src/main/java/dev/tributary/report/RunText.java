package dev.tributary.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lines that close a run. */
final class RunText {
  private static final String INDENT = "    ";

  private RunText() {}

  /** All in one sentence. */
  static String sentence(RunReport run) {
    Summary summary = run.summary();
    List<String> parts = new ArrayList<>();
    String data = "train";
    Map<String, Double> metrics = summary.train();
    if (!run.evaluations().isEmpty()) {
      EvaluationReport last = run.evaluations().get(run.evaluations().size() - 1);
      data = last.part();
      metrics = last.evaluation().values();
    }
    metrics.forEach(
        (name, value) ->
            parts.add(EvaluationText.heading(name) + " " + EvaluationText.figure(name, value)));
    return "%s after %s in %s: %s %s.%s"
        .formatted(
            summary.status() == Summary.Status.FINISHED ? "Finished" : "Interrupted",
            Numbers.count(summary.epochs(), "epoch"),
            Numbers.duration(summary.seconds().total()),
            data,
            String.join(", ", parts),
            summary.model().isEmpty() ? "" : " The model is in " + summary.model() + ".");
  }

  static List<String> closing(RunReport run, int width) {
    Summary summary = run.summary();
    Summary.Seconds seconds = summary.seconds();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "time",
        "%s: read %s, train %s, evaluate %s%s"
            .formatted(
                Numbers.duration(seconds.total()),
                Numbers.duration(seconds.read()),
                Numbers.duration(seconds.rounds().total()),
                Numbers.duration(seconds.evaluate()),
                seconds.checkpoint() > 0
                    ? ", checkpoint " + Numbers.duration(seconds.checkpoint())
                    : ""));
    if (seconds.rounds().total() > 0) {
      lines.put(
          "speed",
          "%s examples/s, %s"
              .formatted(
                  Numbers.rate(summary.examplesPerSecond()),
                  Numbers.count(summary.workers(), "worker")));
      lines.put("averaging", run.averaging().text());
    }
    if (!summary.model().isEmpty()) {
      lines.put("model", summary.model());
    }
    lines.put("figures", run.output() + "/summary.json, metrics.jsonl");
    lines.put("report", run.output() + "/report.html");
    if (!run.log().isEmpty()) {
      lines.put("log", run.log());
    }
    return HeaderText.named(lines, width);
  }

  static List<String> next(RunReport run, int width) {
    String model = run.summary().model();
    String data = run.data().isEmpty() ? "DATA" : quoted(run.data());
    List<String> lines = new ArrayList<>();
    lines.addAll(command("evaluate " + quoted(model), List.of("--data " + data), width));
    lines.addAll(
        command(
            "predict " + quoted(model),
            List.of("--input " + data, "--output " + quoted(run.output() + "/predictions")),
            width));
    return lines;
  }

  /** A command to copy, continued with backslashes where one line is too short. */
  private static List<String> command(String start, List<String> options, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("submit/tributary " + start);
    for (String option : options) {
      if (line.length() + option.length() + 3 > width) {
        lines.add(line + " \\");
        line.setLength(0);
        line.append(INDENT).append(option);
      } else {
        line.append(' ').append(option);
      }
    }
    lines.add(line.toString());
    return lines;
  }

  private static String quoted(String argument) {
    return argument.matches("[\\w./:=@%+,~-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
