package dev.tributary.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.checkpoint.CheckpointStore.Checkpoint;
import dev.tributary.model.Attempts;
import dev.tributary.model.OutputDirectory;
import dev.tributary.model.Safetensors;
import dev.tributary.model.StorageException;
import dev.tributary.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  private static final int DAMAGES = 50;

  @TempDir private Path folder;
  private Path directory;
  private final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void name() {
    directory = folder.resolve("out/checkpoints");
  }

  @Test
  void givesBackTheLatest() {
    CheckpointStore store = store(3);
    assertThat(store.latest(warnings::add)).isEmpty();
    assertThat(directory).doesNotExist();

    store.save(9, state(9));
    store.save(10, state(10));
    Checkpoint latest = store(3).latest(warnings::add).orElseThrow();
    assertThat(latest).isEqualTo(new Checkpoint(10, state(10)));
    assertThat(warnings).isEmpty();
  }

  @Test
  void keepsTheLatestOnly() throws Exception {
    CheckpointStore store = store(2);
    for (long round : new long[] {1, 20, 300, 4000}) {
      store.save(round, state(round));
    }
    assertThat(names()).containsExactly(name(300), name(4000));
    store.save(4000, state(5));
    assertThat(store.latest(warnings::add).orElseThrow().state()).isEqualTo(state(5));
    assertThat(names()).containsExactly(name(300), name(4000));
  }

  @Test
  void goesBackToTheOneBeforeWhereAFileWasCutShort() throws Exception {
    CheckpointStore store = store(3);
    store.save(1, state(1));
    store.save(2, state(2));
    byte[] whole = Files.readAllBytes(directory.resolve(name(2)));
    for (int i = 0; i < DAMAGES; i++) {
      int length = (int) ((long) (whole.length - 1) * i / (DAMAGES - 1));
      Files.write(directory.resolve(name(2)), Arrays.copyOf(whole, length));
      assertGoesBack("after " + length + " bytes");
    }
    Files.write(directory.resolve(name(2)), Arrays.copyOf(whole, whole.length + 1));
    assertGoesBack("with a byte too many");
  }

  @Test
  void goesBackToTheOneBeforeWhereAByteIsWrong() throws Exception {
    CheckpointStore store = store(3);
    store.save(1, state(1));
    store.save(2, state(2));
    byte[] whole = Files.readAllBytes(directory.resolve(name(2)));
    for (int i = 0; i < DAMAGES; i++) {
      int place = (int) ((long) (whole.length - 1) * i / (DAMAGES - 1));
      byte[] damaged = whole.clone();
      damaged[place] ^= (byte) (1 << (i % Byte.SIZE));
      Files.write(directory.resolve(name(2)), damaged);
      assertGoesBack("at byte " + place);
    }
  }

  @Test
  void saysWhereNoneIsSound() throws Exception {
    store(3).save(1, state(1));
    Files.write(directory.resolve(name(1)), new byte[7]);
    assertThat(store(3).latest(warnings::add)).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "The checkpoint "
                + directory.resolve(name(1))
                + " can't be used: it doesn't begin as a checkpoint does. There is none before"
                + " it.");
  }

  @Test
  void leavesThatOfAnotherVersionAloneAndRemovesADamagedOne() throws Exception {
    CheckpointStore store = store(1);
    store.save(1, state(1));
    byte[] other = Files.readAllBytes(directory.resolve(name(1)));
    ByteBuffer buffer = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(20, 2);
    CRC32C sum = new CRC32C();
    sum.update(other, 0, other.length - 4);
    buffer.putInt(other.length - 4, (int) sum.getValue());
    Files.write(directory.resolve(name(30)), other);
    Files.write(directory.resolve(name(40)), new byte[100]);

    CheckpointStore next = store(1);
    assertThat(next.latest(warnings::add).orElseThrow().round()).isEqualTo(1);
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(1))
        .contains(
            "it has version 2 of the format, and this Tributary knows version 1. Trying the one"
                + " before it.");
    next.save(2, state(2));
    assertThat(names()).containsExactly(name(2), name(30));
  }

  @Test
  void removesWhatAKilledRunLeftHalfWritten() throws Exception {
    store(3).save(1, state(1));
    Files.write(directory.resolve("." + name(2) + "-0123456789abcdef.tmp"), new byte[5]);
    Files.write(directory.resolve("notes.txt"), new byte[5]);
    CheckpointStore next = store(3);
    assertThat(next.latest(warnings::add).orElseThrow().round()).isEqualTo(1);
    assertThat(warnings).isEmpty();
    next.save(3, state(3));
    assertThat(names()).containsExactly("notes.txt", name(1), name(3));
  }

  @Test
  void knowsWhetherItIsFinished() {
    CheckpointStore store = store(3);
    assertThat(store.isFinished(5)).isFalse();
    store.save(5, state(5));
    assertThat(store.isFinished(5)).isFalse();
    store.finish(5);
    assertThat(store(3).isFinished(5)).isTrue();
    assertThat(store(3).isFinished(50)).isFalse();
    store.reopen();
    assertThat(store(3).isFinished(5)).isFalse();
    store.clear();
    assertThat(directory).doesNotExist();
  }

  @Test
  void writesInTheBackgroundAndThrowsWhatFailed() throws Exception {
    try (CheckpointWriter writer = new CheckpointWriter(store(3))) {
      writer.write(1, state(1));
      writer.write(2, state(2));
      writer.await();
      assertThat(names()).containsExactly(name(1), name(2));
    }
    Files.createDirectories(directory.resolve(name(3)).resolve("occupied"));
    CheckpointWriter writer = new CheckpointWriter(store(3));
    writer.write(3, state(3));
    assertThatThrownBy(() -> writer.write(4, state(4)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("Can't write " + directory.resolve(name(3)));
    writer.close();
    assertThat(directory.resolve(name(2))).exists();
  }

  private void assertGoesBack(String damage) {
    warnings.clear();
    Checkpoint found = store(3).latest(warnings::add).orElseThrow();
    assertThat(found).as(damage).isEqualTo(new Checkpoint(1, state(1)));
    assertThat(warnings).as(damage).hasSize(1);
    assertThat(warnings.get(0))
        .startsWith("The checkpoint " + directory.resolve(name(2)) + " can't be used: ")
        .endsWith(". Trying the one before it.");
  }

  private List<String> names() throws Exception {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private CheckpointStore store(int keep) {
    Configuration configuration = new Configuration();
    configuration.set(Attempts.PAUSES, "1ms");
    return new CheckpointStore(
        OutputDirectory.open(
            new org.apache.hadoop.fs.Path(directory.getParent().toString()), configuration),
        configuration,
        keep);
  }

  private static String name(int round) {
    return "round-%012d.checkpoint".formatted(round);
  }

  private static Safetensors.Contents state(long round) {
    float[] values = new float[300];
    Arrays.fill(values, round + 0.1f);
    values[7] = Float.NaN;
    return new Safetensors.Contents(
        List.of(
            new Tensor("model.weights", List.of(300), values),
            new Tensor("model.statistics", List.of(0), new float[0])),
        Map.of("epochs", Long.toString(round), "loss", "NaN"));
  }
}
