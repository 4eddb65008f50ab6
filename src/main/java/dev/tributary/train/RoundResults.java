package dev.tributary.train;

import java.util.List;
import java.util.Optional;

/**
 * What a round's tasks returned.
 *
 * @param workers in worker order
 * @param averages of their vectors, which they then hold no more; empty where it is left to the
 *     driver to make them
 */
record RoundResults(List<WorkerResult> workers, Optional<Averages> averages) {}
