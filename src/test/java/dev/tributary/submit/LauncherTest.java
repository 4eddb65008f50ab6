package dev.tributary.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.submit.LauncherProject.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  @TempDir private Path folder;
  private LauncherProject project;

  @BeforeEach
  void layOut() throws IOException {
    project = new LauncherProject(folder);
  }

  // ---- Embedded Spark

  @Test
  void runsJavaInItsPlaceAndInTheCallersFolder() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("else where")).toRealPath();
    Outcome outcome =
        project.runIn(elsewhere, project.launcher(), "train", "a job.conf", "--set", "x=a b");

    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output())
        .isEqualTo("java ran in " + elsewhere + " as " + outcome.pid() + "\n");
    assertThat(project.arguments("java"))
        .endsWith("dev.tributary.cli.Main", "train", "a job.conf", "--set", "x=a b")
        .contains(
            "@" + project.root().resolve("submit/java17.options"),
            "-Dspark.master=local[*]",
            "-Dspark.executorEnv.OPENBLAS_NUM_THREADS=1",
            "-Dspark.locality.wait=0s",
            "-Dspark.broadcast.compress=false",
            "-Dspark.rdd.compress=false",
            "-Dspark.shuffle.compress=false",
            project.root().resolve("target/tributary.jar")
                + ":"
                + project.root().resolve("target/spark.jar"))
        .noneMatch(argument -> argument.startsWith("-Xmx"))
        .noneMatch(argument -> argument.startsWith("-Dspark.jars="));
    assertThat(project.variable("java", "OPENBLAS_NUM_THREADS")).isEqualTo("1");
    assertThat(project.variable("java", "SPARK_LOCAL_IP")).isEqualTo("127.0.0.1");
  }

  @Test
  void findsItsProjectThroughSymbolicLinks() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../the project/submit/tributary"));
    Files.createSymbolicLink(bin.resolve("second"), bin.resolve("first"));

    assertThat(project.runIn(folder, bin.resolve("second"), "train").status()).isZero();
    assertThat(project.arguments("java"))
        .contains("@" + project.root().resolve("submit/java17.options"));
  }

  @Test
  void findsJavaOnThePathBehindALink() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("java"), folder.resolve("jdk/bin/java"));
    project.environment().remove("JAVA_HOME");
    project.environment().put("PATH", bin + ":" + System.getenv("PATH"));

    assertThat(project.run("train").output()).startsWith("java ran in");
  }

  @Test
  void passesOnTheExitStatus() throws Exception {
    project.environment().put("FAKE_STATUS", "4");
    assertThat(project.run("train").status()).isEqualTo(4);
  }

  @Test
  void asksForHelpWhenGivenNothing() throws Exception {
    project.run();
    assertThat(project.arguments("java")).endsWith("dev.tributary.cli.Main", "--help");
    project.run("--master", "local[1]");
    assertThat(project.arguments("java")).endsWith("dev.tributary.cli.Main", "--help");
    project.run("--help");
    assertThat(project.arguments("java")).endsWith("dev.tributary.cli.Main", "--help");
  }

  @Test
  void translatesSparkSubmitsOptions() throws Exception {
    project.run(
        "--master=local[2]",
        "--name",
        "my job",
        "--conf",
        "spark.task.cpus=2",
        "-c",
        "spark.some=a=b c",
        "--conf=spark.locality.wait=1s",
        "--driver-memory",
        "3g",
        "--driver-java-options",
        "-Done=1 -Dtwo=*",
        "--executor-memory=2g",
        "--executor-cores",
        "4",
        "--total-executor-cores",
        "8",
        "--num-executors",
        "2",
        "--deploy-mode",
        "client",
        "train",
        "--master=mine");

    assertThat(project.arguments("java"))
        .contains(
            "-Dspark.master=local[2]",
            "-Dspark.app.name=my job",
            "-Dspark.some=a=b c",
            "-Dspark.locality.wait=1s",
            "-Xmx3g",
            "-Done=1",
            "-Dtwo=*",
            "-Dspark.executor.memory=2g",
            "-Dspark.executor.cores=4",
            "-Dspark.cores.max=8",
            "-Dspark.executor.instances=2",
            "-Dspark.executorEnv.OPENBLAS_NUM_THREADS=2")
        .doesNotContain("-Dspark.locality.wait=0s", "-Dspark.master=local[*]")
        .endsWith("dev.tributary.cli.Main", "train", "--master=mine");
    assertThat(project.variable("java", "OPENBLAS_NUM_THREADS")).isEqualTo("2");
  }

  @Test
  void sendsTheJarToAStandaloneCluster() throws Exception {
    project.run("--master", "spark://host:7077", "--jars", "one.jar,two.jar", "train");

    assertThat(project.arguments("java"))
        .contains("-Dspark.jars=" + project.root().resolve("target/tributary.jar,one.jar,two.jar"))
        .anyMatch(argument -> argument.endsWith(":one.jar:two.jar"));
    assertThat(project.variable("java", "SPARK_LOCAL_IP")).isEmpty();

    project.run("--master", "spark://localhost:7077", "train");
    assertThat(project.variable("java", "SPARK_LOCAL_IP")).isEqualTo("127.0.0.1");
  }

  @Test
  void readsAPropertiesFileAndPrefersOptions() throws Exception {
    project.write(
        "my.properties",
        """
        # a comment
        spark.master   local[3]
        spark.task.cpus=3
        spark.some : a b\s\s
        other.thing 1
        """);
    Outcome outcome =
        project.run("--properties-file", "my.properties", "-c", "spark.task.cpus=2", "train");

    assertThat(project.arguments("java"))
        .contains("-Dspark.master=local[3]", "-Dspark.task.cpus=2", "-Dspark.some=a b")
        .doesNotContain("-Dspark.task.cpus=3", "-Dother.thing=1");
    assertThat(outcome.errors())
        .isEqualTo("warning: other.thing isn't a Spark property and is ignored.\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--packages, org.example:thing:1.0",
    "--deploy-mode, cluster",
    "--master, k8s://https://host:6443",
    "--conf, spark.master=k8s://https://host:6443",
    "--queue, mine"
  })
  void saysWhatNeedsASparkInstallation(String option, String value) throws Exception {
    Outcome outcome = project.run(option, value, "train");

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).contains("needs a Spark installation", "Set SPARK_HOME");
    assertThat(outcome.errors().lines()).hasSize(1);
    assertThat(project.called("java")).isFalse();
  }

  @Test
  void runsOnYarnWithTheSparkOfTheBuild() throws Exception {
    Outcome unknown = project.run("--master", "yarn", "train");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.errors()).contains("--master yarn needs HADOOP_CONF_DIR, the folder with");
    assertThat(project.called("java")).isFalse();

    project.environment().put("HADOOP_CONF_DIR", "/etc/my hadoop");
    project.run("--master", "yarn", "--deploy-mode=cluster", "--queue", "mine", "train", "a job");
    String jar = project.root().resolve("target/spark.jar").toString();
    assertThat(project.arguments("java"))
        .containsSubsequence(
            "-cp",
            "/etc/my hadoop:" + jar,
            "org.apache.spark.deploy.SparkSubmit",
            "spark.yarn.jars=file:" + jar,
            "spark.yarn.appMasterEnv.OPENBLAS_NUM_THREADS=1",
            "--master",
            "yarn",
            "--deploy-mode",
            "cluster",
            "--queue",
            "mine",
            "--class",
            "dev.tributary.cli.Main",
            project.root().resolve("target/tributary.jar").toString(),
            "train",
            "a job");
  }

  @Test
  void addsDeeplearning4jToJobsThatCallForIt() throws Exception {
    project.write("target/tributary-dl4j.jar", "");
    Path jar = project.root().resolve("target/tributary-dl4j.jar");
    project.write(
        "plain.conf", "# engine = dl4j\ndata.train = \"dl4j/lstm.csv\"\nengine = native\n");
    project.write("engine.conf", "engine = \"dl4j\"\n");
    project.write("network.conf", "model { dl4j = \"net.json\" }\n");
    project.write("layers.conf", "model.layers = [\n  { type = conv2d, filters = 8 }\n]\n");
    project.write("more/including.conf", "include \"../layers.conf\"\n");
    project.write("plain/model.json", "{\"layers\" : [{\"type\" : \"dense\"}]}");
    project.write("model/model.json", "{\"layers\" : [\n  {\"type\" : \"lstm\"}]}");

    for (String[] native1 : new String[][] {{"train", "plain.conf"}, {"predict", "plain"}}) {
      project.run(native1);
      assertThat(classPath()).doesNotContain(jar.toString());
    }
    for (String[] theirs :
        new String[][] {
          {"train", "engine.conf"},
          {"train", "network.conf"},
          {"describe", "more/including.conf"},
          {"predict", "model"},
          {"train", "plain.conf", "--set", "engine=dl4j"}
        }) {
      assertThat(project.run(theirs).errors()).isEmpty();
      assertThat(classPath()).contains(":" + jar + ":");
    }

    project.run("--master", "spark://localhost:7077", "--jars", "mine.jar", "train", "engine.conf");
    assertThat(project.arguments("java"))
        .contains(
            "-Dspark.jars="
                + project.root().resolve("target/tributary.jar")
                + ","
                + jar
                + ",mine.jar");

    project.environment().put("HADOOP_CONF_DIR", folder.toString());
    project.run("--master", "yarn", "train", "engine.conf");
    assertThat(project.arguments("java")).containsSubsequence("--jars", jar.toString(), "--class");

    project.sparkHome("spark-core_2.12-3.5.5.jar");
    project.run("--jars", "mine.jar", "train", "engine.conf");
    assertThat(project.arguments("spark-submit"))
        .containsSubsequence("--jars", "mine.jar", "--jars", "mine.jar," + jar, "--class");
    project.run("train", "plain.conf");
    assertThat(project.arguments("spark-submit")).doesNotContain("--jars");
  }

  @Test
  void buildsDeeplearning4jOnlyWhenAJobCallsForIt() throws Exception {
    Files.delete(project.root().resolve("target/tributary.jar"));
    project.mvnw(
        BUILDS
            + "for each; do case $each in -Dlean) exit;; esac; done; : >target/tributary-dl4j.jar\n");
    project.write("plain.conf", "engine = native\n");
    project.write("engine.conf", "engine = dl4j\n");

    project.run("train", "plain.conf");
    assertThat(builds()).singleElement().asString().contains("-Dlean");
    assertThat(project.root().resolve("target/tributary-dl4j.jar")).doesNotExist();

    assertThat(project.run("train", "engine.conf").errors())
        .startsWith("Building Tributary (first use of Deeplearning4j");
    assertThat(classPath()).contains("tributary-dl4j.jar");
    assertThat(builds().get(1)).doesNotContain("-Dlean");
    assertThat(project.run("train", "engine.conf").errors()).isEmpty();
  }

  private String classPath() throws Exception {
    var arguments = project.arguments("java");
    return arguments.get(arguments.indexOf("-cp") + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--set a=1 train | Unknown option --set before the command.",
        "--master | The option --master needs a value.",
        "--conf spark.a train | Invalid --conf spark.a (must be --conf property=value).",
        "--properties-file none train | There is no readable properties file none.",
        "--class x.Y train | The option --class isn't for this launcher"
      })
  void refusesWrongOptions(String line, String message) throws Exception {
    Outcome outcome = project.run(line.split(" "));

    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.errors()).startsWith("tributary: " + message);
    assertThat(outcome.output()).isEmpty();
    assertThat(project.called("java")).isFalse();
  }

  @Test
  void logsBesideTheProjectOrWhereToldOrInTheTemporaryFolder() throws Exception {
    project.run("train");
    assertThat(project.arguments("java"))
        .contains("-Dtributary.log=" + project.root().resolve("logs/tributary.log"));

    project.environment().put("TRIBUTARY_LOG_DIR", "my logs");
    project.run("train");
    assertThat(project.arguments("java"))
        .contains("-Dtributary.log=" + project.root().resolve("my logs/tributary.log"));

    project.environment().put("TRIBUTARY_LOG_DIR", "/dev/null/nowhere");
    project.run("train");
    String temporary = "-Dtributary.log=" + folder + "/tributary-";
    assertThat(project.arguments("java")).anyMatch(argument -> argument.startsWith(temporary));
  }

  // ---- An installation of Spark

  @Test
  void handsOverToSparkSubmit() throws Exception {
    Path sparkHome = project.sparkHome("spark-core_2.12-3.5.5.jar");
    Files.createDirectories(sparkHome.resolve("conf"));
    Files.writeString(
        sparkHome.resolve("conf/spark-defaults.conf"),
        "spark.rdd.compress true\nspark.task.cpus 2\n");
    project.environment().put("FAKE_STATUS", "5");
    project.environment().put("SPARK_SUBMIT_OPTS", "-Dmine=1");
    Outcome outcome =
        project.run(
            "--master",
            "yarn",
            "--deploy-mode=cluster",
            "--supervise",
            "--packages",
            "a:b:1",
            "--conf",
            "spark.locality.wait=1s",
            "train",
            "a job.conf");

    assertThat(outcome.status()).isEqualTo(5);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).endsWith(" as " + outcome.pid() + "\n");
    assertThat(project.called("java")).isFalse();
    assertThat(project.arguments("spark-submit"))
        .containsExactly(
            "--conf",
            "spark.executorEnv.OPENBLAS_NUM_THREADS=2",
            "--conf",
            "spark.broadcast.compress=false",
            "--conf",
            "spark.shuffle.compress=false",
            "--conf",
            "spark.yarn.appMasterEnv.OPENBLAS_NUM_THREADS=2",
            "--conf",
            "spark.kubernetes.driverEnv.OPENBLAS_NUM_THREADS=2",
            "--master",
            "yarn",
            "--deploy-mode",
            "cluster",
            "--supervise",
            "--packages",
            "a:b:1",
            "--conf",
            "spark.locality.wait=1s",
            "--class",
            "dev.tributary.cli.Main",
            project.root().resolve("target/tributary.jar").toString(),
            "train",
            "a job.conf");
    assertThat(project.variable("spark-submit", "OPENBLAS_NUM_THREADS")).isEqualTo("2");
    assertThat(project.variable("spark-submit", "SPARK_SUBMIT_OPTS"))
        .startsWith(
            "\"-Dlog4j2.configurationFile=" + project.root().resolve("submit/log4j2.xml") + "\"")
        .endsWith(" -Dmine=1");
  }

  @Test
  void refusesAWrongSparkHome() throws Exception {
    project.environment().put("SPARK_HOME", "/no/spark");
    Outcome absent = project.run("train");
    assertThat(absent.status()).isEqualTo(2);
    assertThat(absent.errors()).contains("SPARK_HOME is /no/spark, which has no bin/spark-submit");

    project.sparkHome("spark-core_2.13-4.0.0.jar");
    Outcome other = project.run("train");
    assertThat(other.status()).isEqualTo(2);
    assertThat(other.errors()).contains("spark-core_2.13-4.0.0.jar", "Spark 3.5 for Scala 2.12");
    assertThat(project.called("spark-submit")).isFalse();
  }

  // ---- Java

  @Test
  void refusesAnotherJava() throws Exception {
    project.javaVersion("11.0.2");
    Outcome old = project.run("train");
    assertThat(old.status()).isEqualTo(1);
    assertThat(old.errors()).contains("Tributary needs Java 17", "is Java 11", "Set JAVA_HOME");

    project.javaVersion("1.8.0_402");
    assertThat(project.run("train").errors()).contains("is Java 8");

    project.environment().put("JAVA_HOME", "/no/jdk");
    Outcome absent = project.run("train");
    assertThat(absent.status()).isEqualTo(1);
    assertThat(absent.errors()).contains("JAVA_HOME is /no/jdk, which has no bin/java");
  }

  @Test
  void opensToSparkExactlyWhatSparkAsksFor() throws Exception {
    assertThat(Files.readAllLines(Path.of("submit/java17.options")))
        .containsExactlyInAnyOrder(JavaModuleOptions.defaultModuleOptions().strip().split("\\s+"));
  }

  // ---- Building

  private static final String BUILDS =
      """
      echo maven talks
      echo "$@" >>built
      mkdir -p target; sleep 0.5; echo jar >target/tributary.jar
      """;

  @Test
  void buildsOnFirstUseAndSaysSo() throws Exception {
    Files.delete(project.root().resolve("target/tributary.jar"));
    project.mvnw(BUILDS);
    Outcome outcome = project.run("train");

    assertThat(outcome.status()).isZero();
    assertThat(outcome.output()).startsWith("java ran in").hasLineCount(1);
    assertThat(outcome.errors())
        .startsWith("Building Tributary (first use; takes a few minutes)...\nBuilt in ")
        .hasLineCount(2);
    assertThat(builds())
        .containsExactly("-q -B -Dlean -Dmaven.test.skip=true -Dspotless.check.skip=true package");

    assertThat(project.run("train").errors()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void showsWhatMavenSaidWhenTheBuildFails() throws Exception {
    Files.delete(project.root().resolve("target/tributary.jar"));
    project.mvnw("echo half >target/tributary.jar; echo it broke; exit 1\n");
    Outcome outcome = project.run("train");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.output()).isEmpty();
    assertThat(outcome.errors()).contains("it broke\n", "The build failed");
    assertThat(project.root().resolve("target/tributary.jar")).doesNotExist();
    assertThat(project.root().resolve("target/build.lock")).doesNotExist();
    assertThat(project.called("java")).isFalse();
  }

  @Test
  void rebuildsACheckoutWhoseSourceIsNewer() throws Exception {
    project.mvnw(BUILDS);
    age("target/tributary.jar", Duration.ofHours(1));
    assertThat(project.run("train").errors()).isEmpty();

    Files.createDirectories(project.root().resolve(".git"));
    assertThat(project.run("train").errors())
        .startsWith("Building Tributary (its source has changed)...");
    assertThat(project.run("train").errors()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void letsOneOfTwoBuild() throws Exception {
    Files.delete(project.root().resolve("target/tributary.jar"));
    project.mvnw(BUILDS);
    Process first = project.start(project.root(), project.launcher(), "train");
    Process second = project.start(project.root(), project.launcher(), "train");

    List<Outcome> outcomes = List.of(project.finish(first), project.finish(second));
    assertThat(outcomes).allMatch(outcome -> outcome.status() == 0);
    assertThat(builds()).hasSize(1);
    assertThat(outcomes)
        .anyMatch(outcome -> outcome.errors().startsWith("Waiting for the build that process"));
  }

  @Test
  void buildsAnewAfterABuilderWasKilled() throws Exception {
    project.mvnw(BUILDS);
    Files.createSymbolicLink(project.root().resolve("target/build.lock"), Path.of("999999999"));

    assertThat(project.run("train").errors()).startsWith("Building Tributary (first use");
    assertThat(builds()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"21.0.1", "25"})
  void buildsOnlyWithJava17(String version) throws Exception {
    Files.delete(project.root().resolve("target/tributary.jar"));
    project.mvnw(BUILDS);
    project.javaVersion(version);
    Outcome outcome = project.run("train");

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.errors()).contains("Tributary is built with a JDK 17");
    assertThat(project.root().resolve("built")).doesNotExist();
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(project.root().resolve("built"));
  }

  private void age(String file, Duration age) throws IOException {
    Files.setLastModifiedTime(
        project.root().resolve(file), FileTime.from(Instant.now().minus(age)));
  }
}
