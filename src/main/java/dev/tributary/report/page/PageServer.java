package dev.tributary.report.page;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Serves a page that changes: the document at {@code /}, its figures at {@code /figures}. Nothing
 * else is there, and nothing can be sent to it.
 *
 * <p>A browser may be made to ask for what another site's name was pointed at, so a request must
 * call this machine by an address or by a name of its own. Two threads answer; who asks while they
 * are busy waits or is turned away, and who doesn't listen is cut off after a while. None of that
 * is the training's concern: its thread never waits for a client.
 */
public final class PageServer implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 16;

  /** Someone watches if there was a request so lately. */
  private static final long LATELY = TimeUnit.SECONDS.toNanos(3);

  /** How long the end of the run waits for those who watch to hear of it. */
  private static final long FAREWELL = TimeUnit.MILLISECONDS.toNanos(1500);

  private static final Pattern ADDRESS =
      Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|\\[[0-9a-f:.]+]");

  private final Page page;
  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Set<String> names;

  private byte[] figures;
  private long figuresVersion = -1;
  private volatile long lastAsked = System.nanoTime() - LATELY;
  private volatile long lastTold = -1;

  private PageServer(Page page, HttpServer server, Set<String> names) {
    this.page = page;
    this.server = server;
    this.names = names;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> daemon(task, "live-report"));
  }

  /**
   * Starts to serve.
   *
   * @param host the name or address to listen at
   * @param port 0 for any that is free
   * @throws IOException if it can't listen there
   */
  public static PageServer start(Page page, String host, int port) throws IOException {
    // Seconds until the JDK's server gives up on a client that doesn't send or doesn't read.
    setUnlessGiven("sun.net.httpserver.maxReqTime", "10");
    setUnlessGiven("sun.net.httpserver.maxRspTime", "20");
    InetAddress address = InetAddress.getByName(host);
    HttpServer http = HttpServer.create(new InetSocketAddress(address, port), MOST_WAITING);
    PageServer own = new PageServer(page, http, names(host, address));
    http.setExecutor(own.threads);
    http.createContext("/", own::answer);
    // The server's own thread is a daemon if the one that starts it is.
    Thread starter = daemon(http::start, "live-report-start");
    starter.start();
    try {
      starter.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    return own;
  }

  /** Where it can be looked at. */
  public String address() {
    InetSocketAddress bound = server.getAddress();
    String host =
        bound.getAddress().isAnyLocalAddress() ? ownName() : bound.getAddress().getHostAddress();
    return "http://%s:%d/".formatted(host.contains(":") ? "[" + host + "]" : host, bound.getPort());
  }

  /** Whether other machines can look, too. */
  public boolean isOpenToOthers() {
    return !server.getAddress().getAddress().isLoopbackAddress();
  }

  /** Lets those who watch hear how the run ended, and stops. */
  @Override
  public void close() {
    long end = System.nanoTime() + FAREWELL;
    while (System.nanoTime() - lastAsked < LATELY
        && lastTold < page.version()
        && System.nanoTime() < end) {
      try {
        Thread.sleep(20);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = exchange.getResponseHeaders();
      headers.set("Cache-Control", "no-store");
      headers.set("X-Content-Type-Options", "nosniff");
      headers.set("X-Frame-Options", "DENY");
      headers.set("Referrer-Policy", "no-referrer");
      headers.set("Cross-Origin-Resource-Policy", "same-origin");
      if (!isOurs(exchange.getRequestHeaders().getFirst("Host"))) {
        send(exchange, 421, "text/plain", bytes("This page is served under other names only.\n"));
        return;
      }
      if (!exchange.getRequestMethod().equals("GET")) {
        headers.set("Allow", "GET");
        send(exchange, 405, "text/plain", bytes("Only GET is answered.\n"));
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/" -> send(exchange, 200, "text/html", page.liveHtml());
        case "/figures" -> sendFigures(exchange);
        default -> send(exchange, 404, "text/plain", bytes("There is nothing here.\n"));
      }
    }
  }

  private void sendFigures(HttpExchange exchange) throws IOException {
    lastAsked = System.nanoTime();
    long version = page.version();
    String tag = "\"" + version + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else {
      send(exchange, 200, "application/json", figures(version));
    }
    lastTold = version;
  }

  /** Made once for all who ask. */
  private synchronized byte[] figures(long version) {
    if (figuresVersion < version) {
      figures = page.figures();
      figuresVersion = version;
    }
    return figures;
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private boolean isOurs(String host) {
    if (host == null) {
      return false;
    }
    String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    return ADDRESS.matcher(name).matches() || names.contains(name);
  }

  /** What this machine may be called. */
  private static Set<String> names(String host, InetAddress address) {
    Set<String> names = new TreeSet<>(List.of("localhost", host.toLowerCase(Locale.ROOT)));
    if (!address.isLoopbackAddress()) {
      names.add(ownName().toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
