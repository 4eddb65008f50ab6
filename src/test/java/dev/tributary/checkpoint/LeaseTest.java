package dev.tributary.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.checkpoint.Lease.Holder;
import dev.tributary.model.Attempts;
import dev.tributary.model.OutputDirectory;
import dev.tributary.model.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
  private final Configuration configuration = new Configuration();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  @Test
  void isHeldByOneAtATime() {
    try (Lease first = take()) {
      assertThat(first).isNotNull();
      assertThatThrownBy(this::take)
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith(
              "Another run is writing to "
                  + folder
                  + ": process "
                  + ProcessHandle.current().pid()
                  + " on ")
          .hasMessageContaining("give this run an output.dir of its own");
      assertThat(folder.resolve("running")).exists();
    }
    assertThat(folder).isEmptyDirectory();
    take().close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void endsWithItsProcess() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    Instant started = other.info().startInstant().orElseThrow();
    write(other.pid(), Holder.current().host(), started, Instant.now().minusSeconds(3600));
    assertThatThrownBy(this::take).hasMessageContaining("process " + other.pid());
    // The number was given to another process since.
    write(other.pid(), Holder.current().host(), started.minusSeconds(5), Instant.now());
    take().close();

    write(other.pid(), Holder.current().host(), started, Instant.now());
    other.destroyForcibly();
    assertThat(other.waitFor(10, TimeUnit.SECONDS)).isTrue();
    take().close();
  }

  @Test
  void expiresWhereItsHostIsNoLongerHeardOf() throws Exception {
    write(1, "another-host", Instant.EPOCH, Instant.now().minusSeconds(90));
    take().close();
    assertThat(notices).isEmpty();

    Instant last = Instant.now().minusSeconds(57);
    write(1, "another-host", Instant.EPOCH, last);
    take().close();
    assertThat(Instant.now()).isAfter(last.plusSeconds(60));
    assertThat(notices)
        .containsExactly(
            "Process 1 on another-host holds %s; it was last heard of at %s. Waiting until it has been silent for 60 seconds."
                .formatted(folder, last));
  }

  @Test
  void isRefusedOnceTheOtherHostIsHeardOf() throws Exception {
    write(1, "another-host", Instant.EPOCH, Instant.now().minusSeconds(20));
    CompletableFuture<Lease> taken = CompletableFuture.supplyAsync(this::take);
    awaitNotice();
    write(1, "another-host", Instant.EPOCH, Instant.now());
    assertThatThrownBy(() -> taken.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(StorageException.class)
        .hasMessageContaining(
            "Another run is writing to " + folder + ": process 1 on another-host");
  }

  @Test
  void isTakenOnceTheOtherHostGivesItFree() throws Exception {
    write(1, "another-host", Instant.EPOCH, Instant.now());
    CompletableFuture<Lease> taken = CompletableFuture.supplyAsync(this::take);
    awaitNotice();
    assertThat(taken).isNotDone();
    Files.delete(folder.resolve("running"));
    taken.get(10, TimeUnit.SECONDS).close();
  }

  @Test
  void doesNotRemoveAnothers() throws Exception {
    Lease lost = take();
    write(1, "another-host", Instant.EPOCH, Instant.now());
    lost.close();
    assertThat(folder.resolve("running")).exists();
  }

  @Test
  void takesWhatIsNoLease() throws Exception {
    Files.writeString(folder.resolve("running"), "since yesterday\n");
    take().close();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void letsNothingBeWrittenOnceTheOutputIsGoneOrAnothers() throws Exception {
    configuration.set(Attempts.PAUSES, "1ms");
    OutputDirectory output = output();
    try (Lease lease = Lease.take(output, configuration, notices::add)) {
      assertThat(lease).isNotNull();
      output.writeFile("a", new byte[1]);
      Files.delete(folder.resolve("running"));
      assertThatThrownBy(() -> output.writeFile("b", new byte[1]))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("Can't write " + folder + "/b: the output directory isn't")
          .hasMessageContaining("removed, emptied or unmounted while the run went on");
      write(1, "another-host", Instant.EPOCH, Instant.now());
      assertThatThrownBy(() -> output.directory("c"))
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("Another run is writing to " + folder + ": process 1 on another");
      output.removeFile("a");
    }
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a", "running");
  }

  private void awaitNotice() throws InterruptedException {
    while (notices.isEmpty()) {
      Thread.sleep(10);
    }
  }

  private Lease take() {
    return Lease.take(output(), configuration, notices::add);
  }

  private OutputDirectory output() {
    return OutputDirectory.open(new org.apache.hadoop.fs.Path(folder.toString()), configuration);
  }

  private void write(long pid, String host, Instant started, Instant renewed) throws Exception {
    Path whole = Files.createTempFile(folder, "running", "");
    Files.writeString(whole, new Holder("token", host, pid, started, renewed).text());
    Files.move(whole, folder.resolve("running"), StandardCopyOption.ATOMIC_MOVE);
  }
}
