package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.DataColumns;
import dev.tributary.data.DataEncoding;
import dev.tributary.nn.GradientEngine;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Terminal;
import dev.tributary.train.RoundCost;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainingJob;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code describe JOB.conf}. */
@Command(
    name = "describe",
    description = {
      "Checks a job file, its paths and columns, and shows what train would do; trains nothing.",
      ""
    },
    sortOptions = false)
final class DescribeCommand implements Callable<Integer> {
  @Mixin private JobOptions options;

  @Mixin private ClusterOptions cluster;

  @Override
  public Integer call() {
    cluster.check();
    JobFile file = options.load();
    TrainingJob job = file.read(TrainingJob::read);
    PathArgument.of("output.dir", job.output());
    ConsoleReport console = ConsoleReport.text(System.out, Terminal.detect());
    try (Session session = Session.open("describe " + file.name(), console)) {
      OpenedJob opened = OpenedJob.of(session, job);
      DataEncoding encoding = opened.encoding(console);
      GradientEngine network = OpenedJob.network(job, encoding);
      int workers = job.averaging().workers().orElseGet(() -> slots(session));
      new StartingLayers(session, job, console).check(network);
      console.network(Descriptions.network(network));
      DataColumns columns = opened.data().columns();
      console.section("Data", Descriptions.data(job.data(), columns, encoding));
      Map<String, String> features = FeatureLines.of(columns, encoding);
      if (!features.isEmpty()) {
        console.section("Features", features);
      }
      console.plan(Descriptions.plan(job, file.name(), workers));
      RoundFigures round = new RoundFigures(job, network, workers);
      console.section("Each round", round.lines());
      if (cluster.isGiven()) {
        RoundCost cost = round.cost(cluster.executors(workers));
        console.section(cluster.heading(cost), cluster.lines(cost));
      }
      console.section("Next", List.of("submit/tributary train " + file.name()));
      return 0;
    }
  }

  /** Tasks that run at once: on the cluster that is asked about, or on this one. */
  private int slots(Session session) {
    return cluster
        .slots(session.conf())
        .orElseGet(
            () ->
                TaskSlots.local(session.conf())
                    .orElseGet(() -> TaskSlots.await(session.context(), 1)));
  }
}
