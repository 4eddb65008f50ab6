package dev.tributary.interop.dl4j.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Cuts and joins examples, which come in groups of any size, to minibatches of one size, in their
 * order; what is left over is a smaller one. Only examples that are alike are joined.
 */
final class Minibatches implements Iterator<Examples> {
  private final Iterator<Examples> groups;
  private final int size;
  private final List<Examples> waiting = new ArrayList<>();
  private int rows;

  Minibatches(Iterator<Examples> groups, int size) {
    this.groups = groups;
    this.size = size;
  }

  @Override
  public boolean hasNext() {
    while (waiting.isEmpty() && groups.hasNext()) {
      await(groups.next());
    }
    return !waiting.isEmpty();
  }

  @Override
  public Examples next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (rows < size && groups.hasNext()) {
      Examples more = groups.next();
      if (more.rows() > 0 && !more.areLike(waiting.get(0))) {
        Examples minibatch = take();
        await(more);
        return minibatch;
      }
      await(more);
    }
    return take();
  }

  private void await(Examples more) {
    if (more.rows() > 0) {
      waiting.add(more);
      rows += more.rows();
    }
  }

  /** As many as fit; the rest waits on. */
  private Examples take() {
    List<Examples> taken = new ArrayList<>();
    int wanted = Math.min(size, rows);
    rows -= wanted;
    while (wanted > 0) {
      Examples first = waiting.remove(0);
      int count = Math.min(wanted, first.rows());
      taken.add(first.rows(0, count));
      if (count < first.rows()) {
        waiting.add(0, first.rows(count, first.rows()));
      }
      wanted -= count;
    }
    return Examples.joined(taken);
  }
}
