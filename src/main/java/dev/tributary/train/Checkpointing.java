package dev.tributary.train;

import java.util.Optional;

/** Where a run begins, and who keeps its states; called on the driver's thread. */
public interface Checkpointing {
  /** Begins anew and keeps nothing. */
  Checkpointing NONE =
      new Checkpointing() {
        @Override
        public Optional<RunState> start() {
          return Optional.empty();
        }

        @Override
        public void reached(RunState state) {}

        @Override
        public void ended(RunState state) {}
      };

  /** The state to go on from, if the run was begun before; asked for once. */
  Optional<RunState> start();

  /** A round or an epoch ended well, and the listener knows of it. */
  void reached(RunState state);

  /** The run ends here, for now or for good. */
  void ended(RunState state);
}
