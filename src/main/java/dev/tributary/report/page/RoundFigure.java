package dev.tributary.report.page;

/** What is drawn of each round. */
enum RoundFigure {
  LOSS("loss") {
    @Override
    double of(RoundPoint point) {
      return point.loss();
    }
  },
  LEARNING_RATE("learningRate") {
    @Override
    double of(RoundPoint point) {
      return point.learningRate();
    }
  },
  EXAMPLES_PER_SECOND("examplesPerSecond") {
    @Override
    double of(RoundPoint point) {
      return point.examples() / point.seconds().total();
    }
  },
  COMPUTE("compute") {
    @Override
    double of(RoundPoint point) {
      return point.seconds().compute();
    }
  },
  BROADCAST("broadcast") {
    @Override
    double of(RoundPoint point) {
      return point.seconds().broadcast();
    }
  },
  WAIT("wait") {
    @Override
    double of(RoundPoint point) {
      return point.seconds().waiting();
    }
  },
  SUM("sum") {
    @Override
    double of(RoundPoint point) {
      return point.seconds().sum();
    }
  },
  CLIPPED("clipped") {
    @Override
    double of(RoundPoint point) {
      return point.gradient().clipped().orElse(Double.NaN);
    }
  },
  GRADIENT_NORM("gradientNorm") {
    @Override
    double of(RoundPoint point) {
      return point.gradient().mean().orElse(Double.NaN);
    }
  },
  LARGEST_NORM("largestNorm") {
    @Override
    double of(RoundPoint point) {
      return point.gradient().largest().orElse(Double.NaN);
    }
  },
  WORKERS("workers") {
    @Override
    double of(RoundPoint point) {
      return point.workers().size();
    }
  };

  private final String key;

  RoundFigure(String key) {
    this.key = key;
  }

  /** What the page's JSON calls it. */
  String key() {
    return key;
  }

  /** Of one round; NaN where it has none. */
  abstract double of(RoundPoint point);
}
