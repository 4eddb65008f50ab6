package dev.tributary.report.tensorboard;

import dev.tributary.model.OutputDirectory;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The event files of a folder, which TensorBoard shows as one run.
 *
 * <p>Few file systems can append, so each {@link #flush} makes a file of its own, whole or not at
 * all; TensorBoard reads a folder's files one after the other, by their names. Those begin with the
 * time, as TensorBoard's own do, and end with the first step in them: a run that goes on from an
 * earlier step removes the files that come after it.
 */
public final class EventLog {
  private static final Pattern NAME =
      Pattern.compile("events\\.out\\.tfevents\\.([0-9]{10})\\.([0-9]{10,19})\\.tributary");

  private static final String VERSION = "brain.Event:2";
  private static final int SESSION_STARTS = 1;

  private final OutputDirectory parent;
  private final String run;
  private final List<Event> pending = new ArrayList<>();
  private OutputDirectory folder;
  private long latest;

  /** An event that isn't in a file yet. */
  private record Event(long step, ProtoMessage message) {}

  /**
   * @param parent where the folder is, or will be once there is something to put into it
   * @param run its name, which TensorBoard shows
   */
  public EventLog(OutputDirectory parent, String run) {
    this.parent = parent;
    this.run = run;
  }

  /** Adds what a step brought; nothing where there is nothing. */
  public void add(long step, Values values) {
    if (!values.isEmpty()) {
      pending.add(new Event(step, event(step).message(5, values.message())));
    }
  }

  /**
   * Takes back all steps from {@code step} on, which are to come again: the events that aren't
   * written, and the files that begin there. A reader that has seen them already, or a file that
   * begins before, is told by the record that TensorBoard's writers leave when they start again.
   *
   * @param step at least 0; with 0, nothing is left
   */
  public void goBack(long step) {
    pending.removeIf(event -> event.step >= step);
    if (folder == null && !parent.holds(run)) {
      return;
    }
    for (String name : folder().names()) {
      Matcher file = NAME.matcher(name);
      if (file.matches() && Long.parseLong(file.group(2)) >= step) {
        folder().removeFile(name);
      }
    }
    pending.add(
        new Event(step, event(step).message(7, new ProtoMessage().integer(1, SESSION_STARTS))));
  }

  /** Puts what was added since the last time into a file. */
  public void flush() {
    if (pending.isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(TfRecord.of(event(0).text(3, VERSION).toBytes()));
    pending.forEach(event -> bytes.writeBytes(TfRecord.of(event.message.toBytes())));
    long first = pending.stream().mapToLong(Event::step).min().orElseThrow();
    folder().addFile("events", name(first), bytes.toByteArray());
    pending.clear();
  }

  private String name(long first) {
    // By name, a file follows those before it, whatever the clocks of their machines say.
    long seconds = Math.max(System.currentTimeMillis() / 1000, latest());
    latest = seconds + 1;
    return "events.out.tfevents.%010d.%010d.tributary".formatted(seconds, first);
  }

  private long latest() {
    if (latest == 0) {
      latest =
          folder().names().stream()
              .map(NAME::matcher)
              .filter(Matcher::matches)
              .mapToLong(file -> Long.parseLong(file.group(1)) + 1)
              .max()
              .orElse(1);
    }
    return latest;
  }

  private OutputDirectory folder() {
    if (folder == null) {
      folder = parent.directory(run);
    }
    return folder;
  }

  private static ProtoMessage event(long step) {
    return new ProtoMessage().real(1, System.currentTimeMillis() / 1e3).integer(2, step);
  }
}
