package dev.tributary.report;

import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.RateCurve;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Tells whoever runs a command what happens: a person, in {@link #text}; a person who only wants to
 * know what came of it, {@link #quiet}; a program, in {@link #events}. What a way of telling has no
 * use for, it leaves out.
 */
public interface ConsoleReport {
  /** All of it, for a person. */
  static ConsoleReport text(PrintStream out, Terminal terminal) {
    return new ConsoleText(out, terminal);
  }

  /**
   * What a command was asked for, and warnings.
   *
   * @param out gets the result
   * @param err gets the warnings
   */
  static ConsoleReport quiet(PrintStream out, PrintStream err, Terminal terminal) {
    return new ConsoleQuiet(out, err, terminal);
  }

  /** All of it, as a JSON object a line. */
  static ConsoleReport events(PrintStream out) {
    return new ConsoleEvents(out);
  }

  /** For a run that isn't to be told of. */
  static ConsoleReport silent() {
    return new ConsoleReport() {};
  }

  /** A command begins. */
  default void started(String command, String version) {}

  /** All that is known before the first round. */
  default void header(NetworkTable network, DataSummary data, TrainingPlan plan) {}

  /** The whole network, however deep it is. */
  default void network(NetworkTable network) {}

  /** What is about to happen, or would. */
  default void plan(TrainingPlan plan) {}

  default void data(DataSummary data) {}

  /**
   * An epoch begins; {@link #progress} and {@link #epochFinished} follow.
   *
   * @param epoch its number, from 1
   * @param examples how many examples it will train on
   */
  default void epochStarted(int epoch, long examples) {}

  /** A job of several begins, and a line with its name; {@link #jobFinished} follows. */
  default void jobStarted(String name) {}

  /**
   * A job that has begun goes on to its training; {@link #progress} may follow.
   *
   * @param examples how many examples all its epochs will train on
   */
  default void jobTrains(long examples) {}

  /** The job's line is completed with what came of it. */
  default void jobFinished(ComparedJob finished) {}

  /** Jobs beside one another. */
  default void comparison(Comparison comparison) {}

  /**
   * How far the epoch is; cheap enough to call after every round.
   *
   * @param round of the whole run, from 1
   * @param examples trained so far in this epoch
   * @param loss their mean training loss
   */
  default void progress(long round, long examples, double loss) {}

  default void epochFinished(EpochReport epoch) {}

  /** A remark, such as where a run resumes or why it stops early. */
  default void note(String text) {}

  /** A remark that should not be overlooked. */
  default void warning(String text) {}

  /**
   * What came of a command that makes something, in a line.
   *
   * @param figures the same for a program, by name
   */
  default void result(String text, Map<String, ?> figures) {}

  /** Further figures, in the manner of the rest. */
  default void section(String heading, List<String> lines) {}

  /** Further figures, each beside its name. */
  default void section(String heading, Map<String, String> lines) {}

  /** What a learning-rate range test of a job found. */
  default void rate(String job, RateCurve curve) {}

  /** One model on one data set, in full. */
  default void evaluation(EvaluationReport report) {}

  /** How signal and gradient travel through the depth. */
  default void measurement(Measurement measured) {}

  /** What is wrong with a network, or that nothing is. */
  default void findings(List<Finding> findings) {}

  /** The end of a run, finished or interrupted. */
  default void finished(RunReport run) {}

  /**
   * A command ends.
   *
   * @param code its exit code
   */
  default void ended(int code) {}

  /**
   * A command fails; the user is told elsewhere.
   *
   * @param code its exit code
   */
  default void failed(int code, String message) {}
}
