package dev.tributary.cli;

import dev.tributary.report.ConsoleReport;
import dev.tributary.report.page.Page;
import dev.tributary.report.page.PageRun;
import dev.tributary.report.page.PageServer;
import dev.tributary.train.ReportConfig;
import java.io.IOException;
import java.net.BindException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** The report, served while a run lasts. That it can't be is no reason not to train. */
final class LiveReport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveReport.class);

  private final PageRun run;
  private final Optional<PageServer> server;

  private LiveReport(PageRun run, Optional<PageServer> server) {
    this.run = run;
    this.server = server;
  }

  /** Serves a run's report if its job wants that, and tells where. */
  static LiveReport of(PageRun run, ReportConfig config, Session session, ConsoleReport console) {
    boolean wanted =
        switch (config.live()) {
          case ALWAYS -> true;
          case NEVER -> false;
          case AUTO -> session.conf().get("spark.master").startsWith("local");
        };
    if (!wanted) {
      return new LiveReport(run, Optional.empty());
    }
    Optional<PageServer> server = start(Page.of(run), config, console);
    server.ifPresent(
        started -> {
          console.note("Live report: " + started.address() + sparkUi(session));
          if (started.isOpenToOthers()) {
            console.warning(
                "Whoever reaches report.host = %s sees the live report: the job, the names of its data and all figures."
                    .formatted(config.host()));
          }
        });
    return new LiveReport(run, server);
  }

  private static String sparkUi(Session session) {
    Option<String> address = session.context().sc().uiWebUrl();
    return address.isDefined() ? "; Spark's UI: " + address.get() : "";
  }

  private static Optional<PageServer> start(Page page, ReportConfig config, ConsoleReport console) {
    try {
      return Optional.of(startNear(page, config));
    } catch (IOException | RuntimeException refused) {
      LOG.info("No live report", refused);
      console.note(
          "There is no live report: %s can't be listened at (%s)."
              .formatted(config.host(), refused.getMessage()));
      return Optional.empty();
    }
  }

  /** At the port that is wanted, else at one that is free. */
  private static PageServer startNear(Page page, ReportConfig config) throws IOException {
    try {
      return PageServer.start(page, config.host(), config.port());
    } catch (BindException taken) {
      return PageServer.start(page, config.host(), 0);
    }
  }

  @Override
  public void close() {
    run.failed();
    server.ifPresent(PageServer::close);
  }
}
