package dev.tributary.report;

import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.optim.Rollback;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a run, as {@code summary.json} holds them.
 *
 * @param status how it ended
 * @param parameters how many numbers the network holds, moving statistics included
 * @param workers how many trained at once
 * @param epochs how many epochs were trained to the end
 * @param rounds how many rounds
 * @param examples how many examples, each counted as often as it was trained on
 * @param train the last epoch's training metrics by name
 * @param validation metrics by name; empty without validation data
 * @param test metrics by name; empty without test data
 * @param clipping what clipping did, by name ({@code share}, ..); empty where nothing is clipped
 * @param rollbacks the times that training went back because it diverged
 * @param seconds where the time went
 * @param skippedRows how many rows were skipped, by reason
 * @param model where the model lies
 * @param findings of the last diagnosis, where the job asked for any
 */
public record Summary(
    Status status,
    long parameters,
    int workers,
    int epochs,
    long rounds,
    long examples,
    Map<String, Double> train,
    Map<String, Double> validation,
    Map<String, Double> test,
    Map<String, Double> clipping,
    List<Rollback> rollbacks,
    Seconds seconds,
    Map<String, Long> skippedRows,
    String model,
    Optional<List<Finding>> findings) {
  /** How a run ended. */
  public enum Status {
    FINISHED,
    INTERRUPTED
  }

  /**
   * Wall times.
   *
   * @param total of the whole run
   * @param read of reading and packing data
   * @param rounds of all rounds
   * @param evaluate of evaluations
   * @param checkpoint of checkpoints
   */
  public record Seconds(
      double total, double read, RoundSeconds rounds, double evaluate, double checkpoint) {}

  public Summary {
    train = Collections.unmodifiableMap(new LinkedHashMap<>(train));
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    test = Collections.unmodifiableMap(new LinkedHashMap<>(test));
    clipping = Collections.unmodifiableMap(new LinkedHashMap<>(clipping));
    rollbacks = List.copyOf(rollbacks);
    skippedRows = Collections.unmodifiableMap(new LinkedHashMap<>(skippedRows));
  }

  /** Examples trained ÷ wall time of all rounds; 0 where no time passed. */
  public double examplesPerSecond() {
    double rounds = seconds.rounds.total();
    return rounds > 0 ? examples / rounds : 0;
  }

  /** The text of {@code summary.json}; figures that aren't finite are left out. */
  public String toJson() {
    return Json.indented(tree());
  }

  /** The same as a tree. */
  Map<String, Object> tree() {
    Map<String, Object> times = new LinkedHashMap<>();
    times.put("total", seconds.total);
    times.put("read", seconds.read);
    times.put("rounds", seconds.rounds.total());
    times.put("compute", seconds.rounds.compute());
    times.put("synchronize", seconds.rounds.synchronize());
    times.put("broadcast", seconds.rounds.broadcast());
    times.put("wait", seconds.rounds.waiting());
    times.put("sum", seconds.rounds.sum());
    times.put("evaluate", seconds.evaluate);
    times.put("checkpoint", seconds.checkpoint);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", status.name().toLowerCase(Locale.ROOT));
    json.put("parameters", parameters);
    json.put("workers", workers);
    json.put("epochs", epochs);
    json.put("rounds", rounds);
    json.put("examples", examples);
    json.put("examplesPerSecond", examplesPerSecond());
    json.put("train", train);
    json.put("validation", validation);
    json.put("test", test);
    if (!clipping.isEmpty()) {
      json.put("clipping", clipping);
    }
    if (!rollbacks.isEmpty()) {
      json.put("rollbacks", RollbackJson.of(rollbacks));
    }
    json.put("seconds", times);
    json.put("skippedRows", skippedRows);
    json.put("model", model);
    findings.ifPresent(each -> json.put("findings", DiagnosisJson.findings(each)));
    return json;
  }
}
