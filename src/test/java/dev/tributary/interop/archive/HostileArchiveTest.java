package dev.tributary.interop.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.model.InvalidModelException;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.loss.MeanSquaredError;
import dev.tributary.train.TrainedNetwork;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives from someone who means harm, or from a bad disk: refused with a clear message. */
class HostileArchiveTest {
  /** Sets a flag when Java deserializes it, as a gadget would run its maker's code. */
  private static final class Gadget implements Serializable {
    private static final long serialVersionUID = 1L;
    private static boolean ran;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      ran = true;
    }
  }

  @TempDir private Path folder;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  @BeforeEach
  void soundArchive() throws Exception {
    Gadget.ran = false;
    Path file = folder.resolve("sound.zip");
    try (OutputStream out = Files.newOutputStream(file)) {
      ArchiveWriter.of(
              Samples.network(
                  new MeanSquaredError(), new Dense(3, Dense.Bias.USED, Initializers.AUTO)),
              InputScaling.none(Samples.INPUTS))
          .writeTo(out);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (String name : new String[] {"configuration.json", "coefficients.bin"}) {
        entries.put(name, zip.getInputStream(zip.getEntry(name)).readAllBytes());
      }
    }
    Files.delete(file);
    ArchiveReader.read(archive(), "net.zip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preprocessor.bin", "objects/anything"})
  void refusesJavaObjectsAndRunsNothing(String name) throws Exception {
    entries.put(name, gadget());
    refuses("net.zip is refused, since it holds " + name + ": a Java object, which runs code");
    assertThat(Gadget.ran).isFalse();
    if (name.equals("preprocessor.bin")) {
      // The gadget is one: Deeplearning4j itself runs it.
      assertThatThrownBy(() -> ModelSerializer.restoreMultiLayerNetwork(archive()))
          .isInstanceOf(ClassCastException.class);
      assertThat(Gadget.ran).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"configuration.json", "coefficients.bin"})
  void neverDeserializesWhateverAnEntryIsCalled(String name) throws Exception {
    entries.put(name, gadget());
    refuses("net.zip");
    assertThat(Gadget.ran).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"updaterState.bin", "normalizer.bin"})
  void doesNotEvenOpenWhatItDoesNotNeed(String name) throws Exception {
    entries.put(name, gadget());
    ArchiveReader.read(archive(), "net.zip");
    assertThat(Gadget.ran).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../outside.txt", "/etc/outside.txt", "a/../../outside.txt", "C:\\outside.txt"})
  void refusesAPathOutsideOfTheArchive(String name) throws Exception {
    entries.put(name, new byte[10]);
    refuses("net.zip is refused, since it holds " + name + ": a path outside of the archive");
    assertThat(folder.resolveSibling("outside.txt")).doesNotExist();
  }

  @Test
  void refusesWhatIsNoPartOfANetwork() throws Exception {
    entries.put("readme\u001b[31m.txt", new byte[10]);
    refuses("it holds readme?[31m.txt: no part of a network");
  }

  @Test
  void refusesALongConfigurationUnread() throws Exception {
    entries.put("configuration.json", zeros(17 << 20));
    refuses(
        "net.zip is refused as a zip bomb: its configuration.json has more than 16,777,216 bytes");
  }

  @Test
  void refusesMoreNumbersThanTheNetworkHas() throws Exception {
    entries.put("coefficients.bin", zeros(100 << 20));
    refuses("net.zip is refused as a zip bomb: its coefficients.bin has more than 4,240 bytes");
  }

  /** Both agree on a billion weights: only what they are packed into tells. */
  @Test
  void refusesABombThatItsConfigurationVouchesFor() throws Exception {
    configure("\"nout\" : 3", "\"nout\" : 20000000");
    refuses("has 20,000,000 units (must be at most 1,048,576)");
    configure("\"nout\" : 20000000", "\"nout\" : 1000000");
    configure("\"nin\" : 5", "\"nin\" : 19");
    entries.put("coefficients.bin", zeros(80_000_123));
    refuses("net.zip is refused as a zip bomb: its coefficients.bin has 80,000,123 bytes packed");
  }

  /** The directory of the archive lies about the size; what comes out is bounded all the same. */
  @Test
  void believesNoSizeThatAnArchiveStates() throws Exception {
    entries.put("configuration.json", zeros(17 << 20));
    byte[] zip = Files.readAllBytes(archive().toPath());
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int lied = 0;
    for (int i = 0; i < zip.length - 46; i++) {
      if (bytes.getInt(i) == 0x02014b50 && bytes.getInt(i + 24) == 17 << 20) {
        bytes.putInt(i + 24, 1000);
        lied++;
      }
    }
    assertThat(lied).isOne();
    Files.write(folder.resolve("net.zip"), zip);
    assertThatThrownBy(() -> ArchiveReader.read(folder.resolve("net.zip").toFile(), "net.zip"))
        .isInstanceOf(InvalidModelException.class);
  }

  /** A configuration of a few bytes must not take gigabytes. */
  @Test
  void takesNoMemoryForWhatDoesNotCome() throws Exception {
    configure("\"nout\" : 3", "\"nout\" : 1000000");
    configure("\"nin\" : 5", "\"nin\" : 1000");
    refuses("its shape is [1, 18] (must be [1, 1001000000], as many numbers as its network has)");
    configure("\"nin\" : 1000", "\"nin\" : 1000000");
    refuses("too many parameters");
  }

  @Test
  void refusesNumbersThatAreNone() throws Exception {
    byte[] coefficients = entries.get("coefficients.bin");
    ByteBuffer.wrap(coefficients).putFloat(coefficients.length - 4, Float.NaN);
    refuses("coefficients.bin in net.zip can't be used: number 18 is NaN (must be finite).");
  }

  @Test
  void refusesANegativeVariance() throws Exception {
    Path file = folder.resolve("net.zip");
    TrainedNetwork network =
        Samples.network(new MeanSquaredError(), new BatchNormalization(0.9, 1e-3));
    network.statistics()[Samples.INPUTS + 1] = -1f;
    try (OutputStream out = Files.newOutputStream(file)) {
      ArchiveWriter.of(network, InputScaling.none(Samples.INPUTS)).writeTo(out);
    }
    assertThatThrownBy(() -> ArchiveReader.read(file.toFile(), "net.zip"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(
            "coefficients.bin in net.zip can't be used: layer_1/moving_variance has a variance of"
                + " -1.0 (must be at least 0, and finite).");
  }

  @Test
  void refusesWhatEndsEarlyWhereverItDoes() throws Exception {
    byte[] coefficients = entries.get("coefficients.bin");
    for (int length = 0; length < coefficients.length; length++) {
      entries.put("coefficients.bin", Arrays.copyOf(coefficients, length));
      refuses("coefficients.bin");
    }
    entries.put("coefficients.bin", Arrays.copyOf(coefficients, coefficients.length + 1));
    refuses("more follows after its 18 numbers");
  }

  /** Whatever byte is wrong, it is told, or the numbers are others; nothing worse happens. */
  @Test
  void survivesAnyWrongByte() throws Exception {
    byte[] sound = entries.get("coefficients.bin");
    for (int i = 0; i < sound.length; i++) {
      byte[] wrong = sound.clone();
      wrong[i] ^= (byte) 0xff;
      entries.put("coefficients.bin", wrong);
      toldOrRead(archive().toPath());
    }
  }

  @Test
  void survivesAnyWrongByteOfTheArchive() throws Exception {
    byte[] sound = Files.readAllBytes(archive().toPath());
    Path file = folder.resolve("net.zip");
    for (int i = 0; i < sound.length; i++) {
      byte[] wrong = sound.clone();
      wrong[i] ^= (byte) 0xff;
      toldOrRead(Files.write(file, wrong));
      toldOrRead(Files.write(file, Arrays.copyOf(sound, i)));
    }
  }

  private static void toldOrRead(Path file) throws IOException {
    try {
      ArchiveReader.read(file.toFile(), "net.zip");
    } catch (InvalidModelException told) {
      assertThat(told).hasMessageContaining("net.zip");
    }
  }

  static Stream<String[]> wrongConfigurations() {
    return Stream.of(
        new String[] {"\"nin\" : 5", "\"nin\" : 5.5", "nin = 5.5 (must be a whole number"},
        new String[] {"\"nin\" : 5", "\"nin\" : -5", "nin = -5 (must be a whole number"},
        new String[] {"\"nin\" : 5", "\"nin\" : 1e400", "can't be"},
        new String[] {"\"nin\" : 5,", "", "nin = nothing (must be a whole number"},
        new String[] {
          "\"nin\" : 5", "\"nin\" : 6", "its shape is [1, 18] (must be [1, 21], as many"
        },
        new String[] {
          "org.deeplearning4j.nn.conf.layers.OutputLayer",
          "java.lang.ProcessBuilder",
          "is of the class java.lang.ProcessBuilder, which isn't Deeplearning4j's own"
        },
        new String[] {"\"hasBias\" : true", "\"hasBias\" : \"yes\"", "hasBias = \"yes\""},
        new String[] {"\"hasBias\" : true", "\"hasBias\" : true,\"hasBias\" : false", "JSON"},
        new String[] {"\"confs\"", "\"other\"", "it has no confs"},
        new String[] {"{", "[", "JSON"});
  }

  @Test
  void refusesWrongConfigurations() throws Exception {
    byte[] sound = entries.get("configuration.json");
    for (String[] wrong : wrongConfigurations().toList()) {
      entries.put("configuration.json", sound);
      configure(wrong[0], wrong[1]);
      refuses(wrong[2]);
    }
  }

  @Test
  void refusesJsonOfEndlessDepth() throws Exception {
    entries.put("configuration.json", "[".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
    refuses("can't be read as JSON");
  }

  @Test
  void refusesWhatIsNoArchive() throws Exception {
    Path file = Files.writeString(folder.resolve("net.zip"), "no zip at all");
    assertThatThrownBy(() -> ArchiveReader.read(file.toFile(), "net.zip"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageStartingWith("net.zip isn't a sound zip archive");
    entries.remove("coefficients.bin");
    refuses("net.zip has no coefficients.bin: this isn't a network that Deeplearning4j's");
  }

  private void configure(String from, String to) {
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    assertThat(json).contains(from);
    entries.put("configuration.json", json.replace(from, to).getBytes(StandardCharsets.UTF_8));
  }

  private void refuses(String message) throws Exception {
    File file = archive();
    assertThatThrownBy(() -> ArchiveReader.read(file, "net.zip"))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining(message);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file.toPath());
    }
  }

  private File archive() throws IOException {
    Path file = folder.resolve("net.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return file.toFile();
  }

  private static byte[] gadget() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Gadget());
    }
    return bytes.toByteArray();
  }

  private static byte[] zeros(int count) {
    return new byte[count];
  }
}
