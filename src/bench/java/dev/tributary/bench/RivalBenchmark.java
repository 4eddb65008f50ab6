package dev.tributary.bench;

/** Tributary's step next to another library's, on one thread. */
final class RivalBenchmark implements Benchmark {
  private static final String OURS = "Tributary";
  private static final int WARM_UPS = 12;
  private static final int TURNS = 25;
  private static final double NANOS_OF_A_TURN = 100e6;

  private final String rival;
  private final Rival.Maker maker;

  RivalBenchmark(String rival, Rival.Maker maker) {
    this.rival = rival;
    this.maker = maker;
  }

  @Override
  public String title() {
    return "Training on one thread (its processor time), Tributary and " + rival + ", examples/s";
  }

  @Override
  public void run() throws Exception {
    Table table = new Table("network", "batch", OURS, rival, "ours ÷ theirs");
    for (Topology topology : new Topology[] {Topology.WIDE, Topology.DEEP}) {
      for (int batch : new int[] {32, 128}) {
        measure(topology, batch, table);
      }
    }
    table.print(System.out);
  }

  private void measure(Topology topology, int batch, Table table) throws Exception {
    Digits digits = Digits.training(12_800);
    Training ours = new Training(topology, batch, digits);
    try (Rival theirs = maker.make(topology, batch, digits)) {
      int steps = stepsOfATurn(theirs);
      Contest contest =
          Contest.of(
              Clock.THREAD,
              WARM_UPS,
              TURNS,
              new Contender(
                  OURS,
                  () -> {
                    for (int i = 0; i < steps; i++) {
                      ours.step();
                    }
                  }),
              new Contender(
                  rival,
                  () -> {
                    for (int i = 0; i < steps; i++) {
                      theirs.step();
                    }
                  }));
      table.add(
          topology.name(),
          Integer.toString(batch),
          contest.nanos(OURS).under(1e9 * steps * batch).toText(0),
          contest.nanos(rival).under(1e9 * steps * batch).toText(0),
          contest.ratio(rival, OURS).toText(1));
    }
  }

  private static int stepsOfATurn(Rival rival) {
    for (int i = 0; i < 20; i++) {
      rival.step();
    }
    long started = Clock.THREAD.nanos();
    for (int i = 0; i < 5; i++) {
      rival.step();
    }
    return (int) Math.max(1, NANOS_OF_A_TURN * 5 / (Clock.THREAD.nanos() - started));
  }
}
