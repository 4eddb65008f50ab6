package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.model.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The settings that make a job another one: all but those that don't change what is learned, and
 * secrets, which aren't saved. How many epochs are wanted is asked apart: more may follow.
 *
 * @param settings by their full keys, as they are written in HOCON
 */
record JobIdentity(SortedMap<String, String> settings) {
  private static final String PREFIX = "job.";
  private static final String WORKERS = "averaging.workers";
  private static final String EPOCHS = "training.epochs";
  private static final int LONGEST = 40;

  /**
   * The identity of a job.
   *
   * @param workers how many train side by side, which {@code auto} leaves open; an elastic job's
   *     may be any number
   */
  static JobIdentity of(JobFile file, int workers) {
    SortedMap<String, String> settings = file.settings();
    settings.keySet().removeIf(key -> isBesideTheJob(key) || Provenance.withholds(key));
    if (!settings.get(WORKERS).contains("elastic")) {
      settings.put(WORKERS, Integer.toString(workers));
    }
    return new JobIdentity(settings);
  }

  /** The identity that {@link #texts} gave. */
  static JobIdentity of(Map<String, String> texts) {
    SortedMap<String, String> settings = new TreeMap<>();
    texts.forEach(
        (key, value) -> {
          if (key.startsWith(PREFIX) && !isBesideTheJob(key.substring(PREFIX.length()))) {
            settings.put(key.substring(PREFIX.length()), value);
          }
        });
    return new JobIdentity(settings);
  }

  /** Whether a key doesn't change what is learned. */
  private static boolean isBesideTheJob(String key) {
    return key.equals("output.dir")
        || key.equals(EPOCHS)
        || key.equals("averaging.sum")
        || key.startsWith("checkpoint.")
        || key.startsWith("report.");
  }

  /** To be kept with a checkpoint. */
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    settings.forEach((key, value) -> texts.put(PREFIX + key, value));
    return texts;
  }

  /**
   * Refuses to go on from another job's checkpoint.
   *
   * @param place where it is
   * @throws InvalidJobException naming the keys that differ
   */
  void requireSame(JobIdentity kept, String place) {
    List<String> differences = new ArrayList<>();
    TreeSet<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(kept.settings.keySet());
    for (String key : keys) {
      String there = kept.settings.get(key);
      String here = settings.get(key);
      if (there == null || !there.equals(here)) {
        differences.add(key + values(there, here));
      }
    }
    if (!differences.isEmpty()) {
      throw new InvalidJobException(
          ("%s holds the checkpoint of another job, which differs in %s. Give this job an output.dir"
                  + " of its own, put the settings back to go on with that one, or train anew with"
                  + " --fresh, which removes the checkpoints.")
              .formatted(place, String.join(", ", differences)));
    }
  }

  private static String values(String there, String here) {
    boolean tooLong =
        (there != null && there.length() > LONGEST) || (here != null && here.length() > LONGEST);
    return tooLong
        ? ""
        : " (%s there, %s here)"
            .formatted(there == null ? "not given" : there, here == null ? "not given" : here);
  }
}
