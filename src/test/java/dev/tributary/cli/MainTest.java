package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.Workplace.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, versions, wrong arguments, and failures that nobody foresaw. */
class MainTest {
  @ParameterizedTest
  @ValueSource(strings = {"--help", "train", "evaluate", "predict", "describe", "compare"})
  void helpFitsATerminal(String command) {
    Outcome help =
        command.startsWith("-") ? Workplace.run(command) : Workplace.run(command, "--help");

    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).startsWith("Usage: ").contains("-h, --help");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void helpNamesEveryCommandAndExitCode() {
    assertThat(Workplace.run("--help").out())
        .startsWith("Usage: submit/tributary [spark-submit options] COMMAND [arguments]\n")
        .contains("  train ", "  evaluate ", "  predict ", "  describe ", "  compare ")
        .contains(
            """
            Exit codes: 0 done, 2 wrong job or arguments, 3 unusable data, 4 training
            diverged, 5 storage failed, 130 interrupted, 1 anything else.
            """);
  }

  @Test
  void tellsTheVersions() {
    assertThat(Workplace.run("--version").out())
        .matches("Tributary \\S+\nSpark 3\\.5\\.5\nJava 17\\S*\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                               | Missing required subcommand                 | --help
          trian x.conf                     | There is no command trian. Did you mean train? | --help
          paint                            | There is no command paint.                  | --help
          --frobnicate                     | Unknown option: '--frobnicate'              | --help
          train                            | Missing required parameter: 'JOB.conf'      | train --help
          train a.conf b.conf              | b.conf                                      | train --help
          train a.conf --sett=x=1          | Unknown option: '--sett=x=1'                    | train --help
          train a.conf --set               | --set                                       | train --help
          compare                          | Missing required parameter: 'JOB.conf'      | compare --help
          evaluate m                       | Missing required option: '--data=PATH'      | evaluate --help
          evaluate --data d                | Missing required parameter: 'MODEL'         | evaluate --help
          evaluate m --data d --bad-rows x | Invalid value for option '--bad-rows'       | evaluate --help
          predict m --input i              | Missing required option: '--output=PATH'    | predict --help
          predict m --input i --output o --output-format xml | expected one of [PARQUET, JSON, ORC, CSV] | predict --help
          """)
  void refusesWrongArguments(String arguments, String phrase, String help) {
    Outcome outcome = Workplace.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains(phrase)
        .endsWith("See submit/tributary " + help + " for what is allowed.\n")
        .doesNotContain("Exception", "\tat ");
  }
}
