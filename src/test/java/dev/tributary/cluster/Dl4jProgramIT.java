package dev.tributary.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import dev.tributary.interop.dl4j.spark.TributaryTrainingMaster.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A Deeplearning4j program ends alike in one JVM and on two executor processes of which one dies.
 */
class Dl4jProgramIT {
  private static StandaloneCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(2, 1);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @ParameterizedTest
  @EnumSource
  void aLostExecutorMakesNoDifference(Engine engine) throws Exception {
    ClusterJob job =
        ClusterJob.start(
            Dl4jProgram.class,
            cluster,
            folder.resolve("job.log"),
            Map.of("spark.dl4j.program.engine", engine.name()));
    job.await("iteration 6 done");
    List<ProcessHandle> executors = cluster.executorProcesses();
    assertThat(executors).hasSize(2);
    executors.get(0).destroyForcibly();
    String output = job.finish();

    assertThat(output).contains("Lost executor");
    // Of 60 minibatches, each of the two workers has 30.
    assertThat(output.lines().filter(line -> line.startsWith("result: ")).toList())
        .isEqualTo(
            Dl4jProgram.run(
                JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext()), engine))
        .contains("result: iterations 30");
  }
}
