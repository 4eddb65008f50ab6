package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.DataColumns;
import dev.tributary.data.DataLoader;
import dev.tributary.nn.GradientEngine;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Terminal;
import dev.tributary.train.RoundCost;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainingJob;
import java.util.List;
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
    ConsoleReport console = new ConsoleReport(System.out, Terminal.detect());
    try (Session session = Session.open("describe " + file.name(), console)) {
      DataColumns columns = DataLoader.columns(session.spark(), job.data(), job.targets());
      GradientEngine network = Descriptions.build(job.network(), columns.width());
      int workers =
          job.averaging()
              .workers()
              .orElseGet(
                  () ->
                      cluster
                          .slots(session.context().getConf())
                          .orElseGet(() -> TaskSlots.await(session.context(), 1)));
      new StartingLayers(session, job, console).check(network);
      console.network(Descriptions.network(network));
      console.section("Data", Descriptions.data(job.data(), columns));
      console.plan(Descriptions.plan(job, file.name(), workers));
      console.section("Each round", Descriptions.traffic(job, network, workers));
      if (cluster.isGiven()) {
        RoundCost cost = Descriptions.cost(job, network, workers, cluster.executors(workers));
        console.section(cluster.heading(cost), cluster.lines(cost));
      }
      console.section("Next", List.of("submit/tributary train " + file.name()));
      return 0;
    }
  }
}
