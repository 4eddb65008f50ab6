package dev.tributary.report.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.model.OutputDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.DataClass;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Event.WhatCase;
import org.tensorflow.proto.Summary;

class EventLogTest {
  @TempDir private Path folder;
  private OutputDirectory output;
  private Path run;

  @BeforeEach
  void open() {
    output =
        OutputDirectory.open(
            new org.apache.hadoop.fs.Path(folder.resolve("out").toUri()), new Configuration());
    run = folder.resolve("out/train");
  }

  private EventLog log() {
    return new EventLog(output, "train");
  }

  @Test
  void beginsWithItsVersionAndKeepsTimeAndStep() throws IOException {
    double before = System.currentTimeMillis() / 1e3;
    EventLog log = log();
    log.add(1L << 40, new Values().scalar("epoch/loss", 0.25));
    log.flush();

    List<Event> events = EventFiles.events(run);
    assertThat(events).hasSize(2);
    assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
    assertThat(events.get(1).getStep()).isEqualTo(1L << 40);
    assertThat(events)
        .allSatisfy(each -> assertThat(each.getWallTime()).isCloseTo(before, within(60.0)));
    assertThat(EventFiles.of(run))
        .singleElement()
        .extracting(file -> file.getFileName().toString())
        .asString()
        .startsWith("events.out.tfevents.");
  }

  @Test
  void scalarsAreOfThePluginScalars() throws IOException {
    EventLog log = log();
    log.add(3, new Values().scalar("epoch/loss", 0.1).scalar("epoch/größe", -1e-30));
    log.flush();

    Summary.Value value = EventFiles.written(run, "epoch/loss").get(0).value();
    assertThat(value.getMetadata().getPluginData().getPluginName()).isEqualTo("scalars");
    assertThat(value.getMetadata().getDataClass()).isEqualTo(DataClass.DATA_CLASS_SCALAR);
    assertThat(value.getTensor().getDtype()).isEqualTo(DataType.DT_FLOAT);
    assertThat(value.getTensor().hasTensorShape()).isTrue();
    assertThat(value.getTensor().getTensorShape().getDimCount()).isZero();
    assertThat(EventFiles.written(run, "epoch/loss").get(0).scalar()).isEqualTo(0.1f);
    assertThat(EventFiles.written(run, "epoch/größe").get(0).scalar()).isEqualTo(-1e-30f);
  }

  @Test
  void histogramsAreTensorsOfEdgesAndCounts() throws IOException {
    float[] values = new float[1000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i);
    }
    EventLog log = log();
    log.add(1, new Values().histogram("dense_1/kernel", values, 100, 900));
    log.flush();

    EventFiles.Point point = EventFiles.written(run, "dense_1/kernel").get(0);
    assertThat(point.value().getMetadata().getPluginData().getPluginName()).isEqualTo("histograms");
    assertThat(point.value().getMetadata().getDataClass()).isEqualTo(DataClass.DATA_CLASS_TENSOR);
    assertThat(point.value().getTensor().getDtype()).isEqualTo(DataType.DT_DOUBLE);
    assertThat(point.value().getTensor().getTensorShape().getDimList())
        .extracting(dimension -> dimension.getSize())
        .containsExactly(30L, 3L);
    List<double[]> buckets = point.buckets();
    for (int i = 0; i < buckets.size(); i++) {
      double left = buckets.get(i)[0];
      double right = buckets.get(i)[1];
      boolean last = i == buckets.size() - 1;
      int inside = 0;
      for (int j = 100; j < 900; j++) {
        inside += values[j] >= left && (values[j] < right || last) ? 1 : 0;
      }
      assertThat(buckets.get(i)[2]).as("bucket " + i).isEqualTo(inside);
      assertThat(last || buckets.get(i + 1)[0] == right).isTrue();
    }
  }

  @Test
  void textsAreOfThePluginText() throws IOException {
    EventLog log = log();
    log.add(0, new Values().text("job/file", "a | ü\nb"));
    log.flush();

    EventFiles.Point point = EventFiles.written(run, "job/file").get(0);
    assertThat(point.text()).isEqualTo("a | ü\nb");
    assertThat(point.value().getMetadata().getPluginData().getPluginName()).isEqualTo("text");
    assertThat(point.value().getTensor().getDtype()).isEqualTo(DataType.DT_STRING);
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    EventLog log = log();
    log.add(1, new Values().scalar("epoch/loss", 1));
    log.flush();
    Path file = EventFiles.of(run).get(0);
    byte[] sound = Files.readAllBytes(file);
    for (int at : new int[] {2, 9, 20, sound.length - 1}) {
      byte[] changed = sound.clone();
      changed[at] ^= 4;
      Files.write(file, changed);
      assertThatThrownBy(() -> EventFiles.read(file))
          .as("byte " + at)
          .isInstanceOf(Exception.class);
    }
  }

  @Test
  void eachFlushMakesAFileThatFollowsTheOthers() throws IOException {
    EventLog log = log();
    for (int step = 1; step <= 12; step++) {
      log.add(step, new Values().scalar("loss", step));
      log.flush();
      log.flush();
    }
    // Another process, whose clock is behind.
    EventLog later = log();
    later.add(13, new Values().scalar("loss", 13));
    later.flush();

    assertThat(EventFiles.of(run)).hasSize(13);
    assertThat(EventFiles.steps(EventFiles.written(run, "loss")))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
    assertThat(folder.resolve("out").toFile().list()).containsExactly("train");
    assertThat(run.toFile().list()).hasSize(13);
  }

  @Test
  void aRunThatGoesOnLosesAndRepeatsNothing() throws IOException {
    EventLog killed = log();
    for (int step = 1; step <= 6; step++) {
      killed.add(step, new Values().scalar("loss", step));
      if (step % 2 == 0) {
        killed.flush();
      }
    }
    Files.writeString(run.resolve("mine.txt"), "not an event file");

    EventLog resumed = log();
    resumed.goBack(5);
    resumed.add(5, new Values().scalar("loss", 50));
    resumed.add(6, new Values().scalar("loss", 60));
    resumed.flush();

    assertThat(EventFiles.steps(EventFiles.written(run, "loss")))
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(EventFiles.written(run, "loss").get(5).scalar()).isEqualTo(60);
    assertThat(run.resolve("mine.txt")).exists();
    // For a reader that has seen what is gone.
    assertThat(EventFiles.events(run))
        .filteredOn(event -> event.getWhatCase() == WhatCase.SESSION_LOG)
        .extracting(Event::getStep)
        .containsExactly(5L);
  }

  @Test
  void whatIsTakenBackIsNoLongerShown() throws IOException {
    EventLog log = log();
    for (int step = 1; step <= 4; step++) {
      log.add(step, new Values().scalar("loss", step));
    }
    log.flush();
    log.add(5, new Values().scalar("loss", 5));
    log.goBack(3);
    log.add(3, new Values().scalar("loss", 30));
    log.flush();

    // The file begins before the step, and stays.
    assertThat(EventFiles.steps(EventFiles.written(run, "loss")))
        .containsExactly(1L, 2L, 3L, 4L, 3L);
    List<EventFiles.Point> shown = EventFiles.shown(run, "loss");
    assertThat(EventFiles.steps(shown)).containsExactly(1L, 2L, 3L);
    assertThat(shown.get(2).scalar()).isEqualTo(30);
  }

  @Test
  void aRunThatBeginsAnewLeavesNothingOfTheFormer() throws IOException {
    EventLog former = log();
    former.add(0, new Values().text("job/file", "old"));
    former.flush();
    EventLog log = log();
    log.goBack(0);
    log.add(0, new Values().text("job/file", "new"));
    log.flush();
    assertThat(EventFiles.written(run, "job/file")).hasSize(1);
    assertThat(EventFiles.written(run, "job/file").get(0).text()).isEqualTo("new");
  }

  @Test
  void makesNoFolderForNothing() {
    EventLog log = log();
    log.goBack(0);
    log.add(1, new Values());
    log.flush();
    assertThat(run).doesNotExist();
  }

  @Test
  void valuesThatAreAlikeHaveABucketAroundThem() {
    Histogram histogram = Histogram.of(new float[] {2, 2, Float.NaN, 2}, 0, 4);
    assertThat(histogram.buckets()).isEqualTo(1);
    assertThat(histogram.left(0)).isEqualTo(1.5);
    assertThat(histogram.right(0)).isEqualTo(2.5);
    assertThat(histogram.count(0)).isEqualTo(3);
    assertThat(Histogram.of(new float[] {Float.NaN}, 0, 1).buckets()).isZero();
  }
}
