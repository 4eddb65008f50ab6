package dev.tributary.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** What runs: for {@code --version}, and for a model's provenance. */
final class Versions implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "Tributary " + tributary(),
      "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION(),
      "Java " + System.getProperty("java.version")
    };
  }

  static String tributary() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  static Map<String, String> all() {
    return Map.of(
        "tributary", tributary(),
        "spark", org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        "java", System.getProperty("java.version"));
  }
}
