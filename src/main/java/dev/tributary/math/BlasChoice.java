package dev.tributary.math;

import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the fastest BLAS that works here: the bundled OpenBLAS through netlib, which hands heap
 * arrays over without a copy; where netlib has no binding (macOS), through JavaCPP, which copies;
 * else netlib's pure Java one.
 *
 * <p>The system property {@code tributary.blas} ({@code netlib}, {@code javacpp} or {@code java})
 * picks one by name.
 */
final class BlasChoice {
  private static final Logger LOG = LoggerFactory.getLogger(BlasChoice.class);
  private static final Set<String> CHOICES = Set.of("auto", "netlib", "javacpp", "java");
  private static final String NATIVE_PATH = "dev.ludovic.netlib.blas.nativeLibPath";

  /** netlib warns of each kind that it can't have; {@link #choose} warns once, if it matters. */
  private static final java.util.logging.Logger NETLIB =
      java.util.logging.Logger.getLogger("dev.ludovic.netlib.blas.InstanceBuilder");

  static {
    NETLIB.setLevel(java.util.logging.Level.OFF);
  }

  static final Blas FASTEST = choose(System.getProperty("tributary.blas", "auto"));

  private BlasChoice() {}

  /** As the system property {@code tributary.blas} says; {@code auto} is the fastest. */
  static Blas choose(String wanted) {
    if (!CHOICES.contains(wanted)) {
      throw new IllegalArgumentException(
          "Invalid system property tributary.blas: "
              + wanted
              + " (must be auto, netlib, javacpp or java)");
    }
    if (wanted.equals("java")) {
      return portable();
    }
    try {
      Path openblas = unpackOpenBlas();
      openblas_nolapack.blas_set_num_threads(1);
      return wanted.equals("javacpp") ? new JavaCppBlas() : netlibOrCopying(openblas);
    } catch (LinkageError | RuntimeException notHere) {
      LOG.warn(
          "No native BLAS for {} on {}: training goes on with the portable one, several times slower"
              + " ({}).",
          System.getProperty("os.name"),
          System.getProperty("os.arch"),
          notHere.toString());
      return portable();
    }
  }

  private static Blas netlibOrCopying(Path openblas) {
    try {
      if (System.getProperty(NATIVE_PATH) == null) {
        System.setProperty(NATIVE_PATH, openblas.toString());
      }
      return new NetlibBlas(
          dev.ludovic.netlib.blas.NativeBLAS.getInstance(),
          "OpenBLAS through netlib",
          openblas_nolapack::blas_set_num_threads);
    } catch (LinkageError | RuntimeException noBinding) {
      LOG.info("netlib has no native binding here; OpenBLAS through JavaCPP instead", noBinding);
      return new JavaCppBlas();
    }
  }

  private static Blas portable() {
    return new NetlibBlas(
        dev.ludovic.netlib.blas.JavaBLAS.getInstance(), "portable Java BLAS", threads -> {});
  }

  /** Unpacks and loads the bundled libraries; JavaCPP keeps them in a cache for the next time. */
  private static Path unpackOpenBlas() {
    // So JavaCPP names its copy of OpenBLAS (libopenblas.so.0) on Linux, where netlib needs the
    // path.
    return Path.of(Loader.load(openblas_nolapack.class))
        .resolveSibling("libopenblas_nolapack.so.0");
  }
}
