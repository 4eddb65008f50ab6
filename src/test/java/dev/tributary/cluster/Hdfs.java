package dev.tributary.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;

/**
 * A real HDFS in this JVM: a namenode and two datanodes, which keep each block twice, with ports
 * that other processes reach.
 */
public final class Hdfs implements AutoCloseable {
  private static final int DATANODES = 2;

  private final MiniDFSCluster cluster;
  private final DataNodeProperties[] stopped = new DataNodeProperties[DATANODES];

  private Hdfs(MiniDFSCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts it; its files go to a folder below {@code target}. */
  public static Hdfs start() throws IOException {
    Path folders = Files.createDirectories(Path.of("target/hdfs").toAbsolutePath());
    Configuration configuration = new Configuration();
    configuration.set(
        MiniDFSCluster.HDFS_MINIDFS_BASEDIR,
        Files.createTempDirectory(folders, "cluster-").toString());
    configuration.setInt("dfs.replication", DATANODES);
    // A file of some kilobytes doesn't need the room of a whole block to be left in a quota.
    configuration.setLong("dfs.blocksize", 1 << 20);
    configuration.setLong("dfs.namenode.fs-limits.min-block-size", 1 << 10);
    configuration.setInt("dfs.heartbeat.interval", 1);
    return new Hdfs(
        new MiniDFSCluster.Builder(configuration)
            .numDataNodes(DATANODES)
            .storagesPerDatanode(1)
            .build());
  }

  /** {@code hdfs://localhost:PORT}. */
  public String url() {
    return cluster.getURI().toString();
  }

  /** What clients need to know. */
  public Configuration configuration() {
    return cluster.getConfiguration(0);
  }

  /** The file system, as its superuser. */
  public DistributedFileSystem files() throws IOException {
    return cluster.getFileSystem();
  }

  /** Copies a local file. */
  public void put(Path from, String to) throws IOException {
    FileSystem files = files();
    files.copyFromLocalFile(
        new org.apache.hadoop.fs.Path(from.toUri()), new org.apache.hadoop.fs.Path(to));
  }

  /** All bytes of a file. */
  public byte[] read(String file) throws IOException {
    try (var in = files().open(new org.apache.hadoop.fs.Path(file))) {
      return in.readAllBytes();
    }
  }

  /** Stops a datanode as it would stop with its machine. */
  public void stopDatanode(int index) {
    String name = cluster.getDataNodes().get(0).getDisplayName();
    stopped[index] = cluster.stopDataNode(name);
  }

  /** Starts all datanodes that were stopped. */
  public void startDatanodes() throws IOException {
    for (int i = 0; i < DATANODES; i++) {
      if (stopped[i] != null) {
        cluster.restartDataNode(stopped[i], true);
        stopped[i] = null;
      }
    }
    cluster.waitActive();
  }

  @Override
  public void close() {
    cluster.shutdown(true);
  }
}
