package dev.tributary.cluster;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * A real YARN in this JVM, on an HDFS: a resource manager and a node manager, whose containers are
 * processes of their own.
 */
public final class Yarn implements AutoCloseable {
  private final MiniYARNCluster cluster;
  private final Path configurationFolder;

  private Yarn(MiniYARNCluster cluster, Path configurationFolder) {
    this.cluster = cluster;
    this.configurationFolder = configurationFolder;
  }

  /** Starts it; {@code folder} is for its configuration. */
  public static Yarn start(Hdfs hdfs, Path folder) throws IOException {
    Configuration configuration = new Configuration(hdfs.configuration());
    configuration.set("yarn.scheduler.capacity.root.queues", "default");
    configuration.set("yarn.scheduler.capacity.root.default.capacity", "100");
    configuration.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1.0");
    configuration.setInt("yarn.scheduler.minimum-allocation-mb", 128);
    configuration.setBoolean("yarn.nodemanager.vmem-check-enabled", false);
    configuration.setFloat(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", 100);
    MiniYARNCluster cluster = new MiniYARNCluster("tributary", 1, 1, 1);
    cluster.init(configuration);
    cluster.start();
    // The daemons' is a class for tests, which no other process has.
    cluster.getConfig().unset("net.topology.node.switch.mapping.impl");
    try (OutputStream out = Files.newOutputStream(folder.resolve("core-site.xml"))) {
      cluster.getConfig().writeXml(out);
    }
    Files.copy(folder.resolve("core-site.xml"), folder.resolve("yarn-site.xml"));
    return new Yarn(cluster, folder);
  }

  /** For {@code HADOOP_CONF_DIR}. */
  public Path configurationFolder() {
    return configurationFolder;
  }

  @Override
  public void close() throws IOException {
    cluster.close();
  }
}
