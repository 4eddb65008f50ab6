package dev.tributary.model;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.EnumSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FilterFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code faulty}, behaving as HDFS does where the local one differs
 * (a rename never replaces), and failing on request: {@code faulty.create} and {@code
 * faulty.rename} hold a part of the path of what fails.
 */
public final class FaultyFileSystem extends FilterFileSystem {
  static final URI ROOT = URI.create("faulty:///");

  public FaultyFileSystem() {
    super(new Disk());
  }

  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    configuration.setClass(
        "fs.faulty.impl", FaultyFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    configuration.setBoolean("fs.faulty.impl.disable.cache", true);
    configuration.set(Attempts.PAUSES, "1ms,1ms");
    return configuration;
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  private static final class Disk extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return ROOT;
    }

    @Override
    public FSDataOutputStream createNonRecursive(
        Path path,
        FsPermission permission,
        EnumSet<CreateFlag> flags,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      if (path.toString().contains(getConf().get("faulty.create", "\n"))) {
        throw switch (getConf().get("faulty.reason", "")) {
          case "denied" -> new AccessControlException("Permission denied: user=ann, access=WRITE");
          case "full" -> new IOException("No space left on device");
          default -> new IOException("the cable is out");
        };
      }
      return super.createNonRecursive(
          path, permission, flags, bufferSize, replication, blockSize, progress);
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      if (from.getName().contains(getConf().get("faulty.rename", "\n"))
          || Files.exists(java.nio.file.Path.of(to.toUri().getPath()))) {
        return false;
      }
      return super.rename(from, to);
    }
  }
}
