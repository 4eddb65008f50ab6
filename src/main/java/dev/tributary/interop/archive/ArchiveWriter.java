package dev.tributary.interop.archive;

import dev.tributary.train.TrainedNetwork;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes archives that Deeplearning4j's {@code ModelSerializer.restoreMultiLayerNetwork} loads; the
 * same network gives the same bytes.
 */
public final class ArchiveWriter {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final byte[] configuration;
  private final float[] parameters;

  private ArchiveWriter(byte[] configuration, float[] parameters) {
    this.configuration = configuration;
    this.parameters = parameters;
  }

  /**
   * The archive of a network.
   *
   * @param scaling what its inputs go through first
   * @throws NotTranslatableException naming the layer that Deeplearning4j can't have
   */
  public static ArchiveWriter of(TrainedNetwork network, InputScaling scaling) {
    TrainedNetwork whole = scaling.isNone() ? network : scaling.before(network);
    NetworkWriter.Written written =
        NetworkWriter.write(
            whole.spec(), whole.input(), scaling.isNone() ? Set.of() : Set.of(InputScaling.LAYER));
    return new ArchiveWriter(
        written.configuration().toPrettyString().getBytes(StandardCharsets.UTF_8),
        written.order().parameters(whole.weights(), whole.statistics()));
  }

  /** Writes the archive. */
  public void writeTo(OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out));
    add(zip, ArchiveReader.CONFIGURATION);
    zip.write(configuration);
    add(zip, ArchiveReader.COEFFICIENTS);
    Nd4jArray.write(parameters, zip);
    zip.finish();
    zip.flush();
  }

  private static void add(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
  }
}
