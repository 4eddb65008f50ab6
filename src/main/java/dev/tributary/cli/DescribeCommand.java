package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.DataLoader;
import dev.tributary.nn.Network;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Terminal;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainingJob;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code describe JOB.conf}. */
@Command(
    name = "describe",
    description = "Checks a job file and shows its network; trains nothing.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  @Mixin private JobOptions options;

  @Override
  public Integer call() {
    JobFile file = options.load();
    TrainingJob job = file.read(TrainingJob::read);
    try (SparkSession spark = Sessions.open("describe " + file.name())) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      int width = DataLoader.width(spark, job.data());
      Network network = Descriptions.build(job.network(), width);
      int workers = job.averaging().workers().orElseGet(() -> TaskSlots.await(context, 1));
      ConsoleReport console = new ConsoleReport(System.out, Terminal.detect());
      console.network(Descriptions.network(network));
      console.plan(Descriptions.plan(job, file.name(), workers));
      console.section("Each round", Descriptions.traffic(job, network, workers));
      return 0;
    }
  }
}
