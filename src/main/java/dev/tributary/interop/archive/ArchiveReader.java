package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.Quoted;
import dev.tributary.nn.Network;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.train.TrainedNetwork;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads the archives of Deeplearning4j's {@code ModelSerializer}: {@code configuration.json} and
 * {@code coefficients.bin}, and nothing else of them.
 *
 * <p>An archive may come from anyone. It may hold only what {@code ModelSerializer} puts there for
 * a network: an entry of any other name, such as one that Java would have to deserialize or one
 * that points outside of the archive, is a reason to refuse it whole. An entry is inflated up to a
 * bound that is known beforehand, whatever it says of itself.
 */
public final class ArchiveReader {
  static final String CONFIGURATION = "configuration.json";
  static final String COEFFICIENTS = "coefficients.bin";
  private static final String NORMALIZER = "normalizer.bin";
  private static final String UPDATER = "updaterState.bin";

  /** All that an archive may hold. */
  private static final Set<String> ENTRIES =
      Set.of(CONFIGURATION, COEFFICIENTS, UPDATER, NORMALIZER, "noParams.marker");

  private static final int LONGEST_CONFIGURATION = 16 << 20;

  /** Up to here an entry may be packed as densely as it likes. */
  private static final long HARMLESS = 64L << 20;

  /** Trained weights hardly shrink at all. */
  private static final int DENSEST = 100;

  private final ZipFile zip;
  private final String name;

  /**
   * A network from an archive.
   *
   * @param network takes scaled inputs
   * @param scaling which scales them
   * @param notes what a user should know of it, each a sentence
   */
  public record Archived(TrainedNetwork network, InputScaling scaling, List<String> notes) {
    public Archived {
      notes = List.copyOf(notes);
    }
  }

  private ArchiveReader(ZipFile zip, String name) {
    this.zip = zip;
    this.name = name;
  }

  /**
   * Reads a network.
   *
   * @param name what to call the archive in messages
   * @throws InvalidModelException if it isn't a sound archive of a network that Tributary can have
   * @throws IOException if the file can't be read
   */
  public static Archived read(File file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file)) {
      return new ArchiveReader(zip, name).read();
    } catch (ZipException | EOFException unsound) {
      throw new InvalidModelException(
          "%s isn't a sound zip archive: %s."
              .formatted(name, Quoted.of(String.valueOf(unsound.getMessage()))),
          unsound);
    } catch (NotTranslatableException lacking) {
      throw new InvalidModelException(
          "%s can't be imported: %s.".formatted(name, lacking.getMessage()), lacking);
    }
  }

  private Archived read() throws IOException {
    Set<String> names = checkedNames();
    JsonNode configuration = configuration();
    TranslatedNetwork translated = NetworkReader.read(configuration);
    float[] parameters = coefficients(translated.order().length());
    TrainedNetwork network =
        new TrainedNetwork(
            translated.spec(),
            translated.input(),
            translated.order().weights(parameters),
            translated.order().statistics(parameters));
    requireSound(translated, network.statistics());
    List<String> notes = new ArrayList<>();
    if (names.contains(NORMALIZER)) {
      notes.add(
          "%s has a normalizer (%s), which isn't read: give raw data that needs none, or a job whose data section scales alike."
              .formatted(name, NORMALIZER));
    }
    translated
        .differences()
        .forEach(each -> notes.add("In training it isn't the same: " + each + "."));
    if (NetworkReader.beginsWithScaling(configuration)) {
      InputScaling scaling = InputScaling.of(network);
      if (scaling.isSound()) {
        return new Archived(InputScaling.removedFrom(network), scaling, notes);
      }
    }
    return new Archived(network, InputScaling.none(network.input().size()), notes);
  }

  /** The entries' names, none of which may be strange. */
  private Set<String> checkedNames() {
    Set<String> names = new HashSet<>();
    for (ZipEntry entry : Collections.list(zip.entries())) {
      String found = entry.getName();
      if (!ENTRIES.contains(found)) {
        throw new InvalidModelException(
            "%s is refused, since it holds %s: %s. Save the network again with ModelSerializer.writeModel, which writes only %s and %s, and maybe %s and %s."
                .formatted(
                    name,
                    Quoted.of(found),
                    danger(found),
                    CONFIGURATION,
                    COEFFICIENTS,
                    UPDATER,
                    NORMALIZER));
      }
      if (!names.add(found)) {
        throw new InvalidModelException(
            "%s is refused, since it holds two entries named %s.".formatted(name, found));
      }
    }
    return names;
  }

  private static String danger(String entry) {
    if (entry.equals("preprocessor.bin") || entry.startsWith("objects/")) {
      return "a Java object, which runs code of the archive's maker when it is deserialized";
    }
    boolean outside =
        entry.startsWith("/")
            || entry.contains("..")
            || entry.contains("\\")
            || entry.contains(":");
    return outside ? "a path outside of the archive" : "no part of a network";
  }

  private JsonNode configuration() throws IOException {
    byte[] bytes;
    try (InputStream in = open(CONFIGURATION, LONGEST_CONFIGURATION)) {
      bytes = in.readNBytes(LONGEST_CONFIGURATION + 1);
    }
    if (bytes.length > LONGEST_CONFIGURATION) {
      throw tooLong(CONFIGURATION, LONGEST_CONFIGURATION);
    }
    return Configurations.parse(bytes);
  }

  private float[] coefficients(int count) throws IOException {
    long most = (long) count * Double.BYTES + (1 << 12);
    try (InputStream in = open(COEFFICIENTS, most)) {
      return Nd4jArray.read(new BufferedInputStream(in), count, COEFFICIENTS + " in " + name);
    }
  }

  /**
   * Opens an entry.
   *
   * @param most how many bytes it may have
   */
  private InputStream open(String wanted, long most) throws IOException {
    ZipEntry entry =
        Optional.ofNullable(zip.getEntry(wanted))
            .orElseThrow(
                () ->
                    new InvalidModelException(
                        "%s has no %s: this isn't a network that Deeplearning4j's ModelSerializer wrote."
                            .formatted(name, wanted)));
    if (entry.getSize() > most) {
      throw tooLong(wanted, most);
    }
    if (entry.getSize() > HARMLESS && entry.getSize() / DENSEST > entry.getCompressedSize()) {
      throw new InvalidModelException(
          "%s is refused as a zip bomb: its %s has %,d bytes packed into %,d."
              .formatted(name, wanted, entry.getSize(), entry.getCompressedSize()));
    }
    return zip.getInputStream(entry);
  }

  private InvalidModelException tooLong(String entry, long most) {
    return new InvalidModelException(
        "%s is refused as a zip bomb: its %s has more than %,d bytes, which is all that it can need."
            .formatted(name, entry, most));
  }

  /** The weights are finite by now; what is made of them must be too. */
  private void requireSound(TranslatedNetwork translated, float[] statistics) {
    Network network = new Network(translated.spec(), translated.input(), 1);
    for (Slice slice : network.statistics().slices()) {
      boolean variance = slice.spec().name().equals(BatchNormalization.MOVING_VARIANCE);
      for (int i = slice.offset(); variance && i < slice.offset() + slice.length(); i++) {
        if (!(statistics[i] >= 0 && statistics[i] <= Float.MAX_VALUE)) {
          throw new InvalidModelException(
              "%s in %s can't be used: %s has a variance of %s (must be at least 0, and finite)."
                  .formatted(COEFFICIENTS, name, slice.name(), statistics[i]));
        }
      }
    }
  }
}
