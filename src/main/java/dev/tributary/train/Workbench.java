package dev.tributary.train;

import dev.tributary.math.Blas;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.Minibatch;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The buffers that a task works with, kept in the executor between rounds. They carry nothing over:
 * each step overwrites them.
 */
final class Workbench {
  /** Whom a bench suits: a run may change which layers are frozen, a task has its own device. */
  private record Owner(String run, Set<String> frozen, int device) {
    static Owner of(NetworkSetup setup) {
      int device = setup.network().prepareTask(setup.blasThreads());
      return new Owner(setup.run(), setup.frozen(), device);
    }
  }

  /** Idle benches of the latest runs in this JVM. */
  private static final Map<Owner, Deque<Workbench>> IDLE = new LinkedHashMap<>();

  private static final int RUNS_KEPT = 8;

  final GradientEngine network;
  final Minibatch batch;
  final float[] gradient;
  private final Owner owner;

  private Workbench(NetworkSetup setup, Owner owner) {
    Blas.fastest().useThreads(setup.blasThreads());
    this.owner = owner;
    network = setup.network().build(setup.input(), setup.batchSize(), setup.frozen());
    batch =
        new Minibatch(setup.batchSize(), setup.input().size(), setup.targets(), network.width());
    gradient = new float[network.parameters().size()];
  }

  static Workbench borrow(NetworkSetup setup) {
    Owner owner = Owner.of(setup);
    synchronized (IDLE) {
      Deque<Workbench> idle = IDLE.get(owner);
      if (idle != null && !idle.isEmpty()) {
        return idle.pop();
      }
    }
    return new Workbench(setup, owner);
  }

  /** Lets the next task have it; a task that fails just drops its bench. */
  void giveBack() {
    synchronized (IDLE) {
      IDLE.computeIfAbsent(owner, unused -> new ArrayDeque<>()).push(this);
      if (IDLE.size() > RUNS_KEPT) {
        IDLE.remove(IDLE.keySet().iterator().next());
      }
    }
  }
}
