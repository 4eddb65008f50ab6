package dev.tributary.optim;

/**
 * Each optimizer's recursion as its paper has it, in double, for one weight on {@code curvature·(w
 * - target)²/2}. The settings are those of {@link OptimizersTest}: with each the weight settles, so
 * that what float rounds away does not grow.
 */
final class PaperRecursions {
  private PaperRecursions() {}

  /** A weight on its way down. */
  abstract static class Descent {
    final double target;
    final double rate;
    double weight;
    int t;
    private final double curvature;

    Descent(double weight, double curvature, double target, double rate) {
      this.weight = weight;
      this.curvature = curvature;
      this.target = target;
      this.rate = rate;
    }

    /** The weight after another step. */
    abstract double next();

    final double gradientAt(double place) {
      return curvature * (place - target);
    }
  }

  /** Starts a recursion at a weight, on a quadratic, at a rate. */
  interface Start {
    Descent at(double weight, double curvature, double target, double rate);
  }

  /** {@code w ← w - η f'(w)}. */
  static final class RobbinsMonro extends Descent {

    RobbinsMonro(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      weight -= rate * gradientAt(weight);
      return weight;
    }
  }

  /** Polyak's own form, without a velocity: {@code w' = w - η f'(w) + μ (w - w before)}. */
  static final class HeavyBall extends Descent {
    private double before;

    HeavyBall(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
      this.before = weight;
    }

    @Override
    double next() {
      double next = weight - rate * gradientAt(weight) + 0.8 * (weight - before);
      before = weight;
      weight = next;
      return weight;
    }
  }

  /**
   * Sutskever's equations 3 and 4, with the gradient taken ahead: {@code v ← μ v - η f'(θ + μ v)},
   * {@code θ ← θ + v}. The weights of a training are the point ahead, {@code θ + μ v}.
   */
  static final class Sutskever extends Descent {
    private double velocity;

    Sutskever(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      velocity = 0.8 * velocity - rate * gradientAt(weight + 0.8 * velocity);
      weight += velocity;
      return weight + 0.8 * velocity;
    }
  }

  /** AdaGrad's figure 1: {@code H = δ + ‖g₁..gₜ‖₂}, {@code w ← w - η g / H}. */
  static final class Duchi extends Descent {
    private double squares;

    Duchi(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      double g = gradientAt(weight);
      squares += g * g;
      weight -= rate / (1e-3 + Math.sqrt(squares)) * g;
      return weight;
    }
  }

  /** Lecture 6e: divide the gradient by the root of its mean square. */
  static final class Hinton extends Descent {
    private double meanSquare;

    Hinton(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      double g = gradientAt(weight);
      meanSquare = 0.8 * meanSquare + 0.2 * Math.pow(g, 2);
      weight -= rate * g / Math.sqrt(meanSquare + 0.1);
      return weight;
    }
  }

  /** Graves's equations 38 to 41: a variance, and momentum on what it scales. */
  static final class Graves extends Descent {
    private double n;
    private double mean;
    private double delta;

    Graves(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      double g = gradientAt(weight);
      n = 0.8 * n + 0.2 * Math.pow(g, 2);
      mean = 0.8 * mean + 0.2 * g;
      delta = 0.5 * delta - rate * g / Math.sqrt(n - Math.pow(mean, 2) + 0.1);
      weight += delta;
      return weight;
    }
  }

  /** Algorithm 1 of AdaDelta's paper, with a rate. */
  static final class Zeiler extends Descent {
    private double squares;
    private double changes;

    Zeiler(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      double g = gradientAt(weight);
      squares = 0.8 * squares + 0.2 * g * g;
      double change = -(Math.sqrt(changes + 1e-3) / Math.sqrt(squares + 1e-3)) * g;
      changes = 0.8 * changes + 0.2 * change * change;
      weight += rate * change;
      return weight;
    }
  }

  /** Algorithm 1 of Adam's paper, line by line. */
  static final class KingmaAndBa extends Descent {
    private double m;
    private double v;

    KingmaAndBa(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      t++;
      double g = gradientAt(weight);
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      double meanEstimate = m / (1 - Math.pow(0.8, (double) t));
      double squareEstimate = v / (1 - Math.pow(0.95, (double) t));
      weight -= rate * meanEstimate / (Math.sqrt(squareEstimate) + 1e-3);
      return weight;
    }
  }

  /** Algorithm 2 of AMSGrad's paper, with Adam's corrections of both moments. */
  static final class Reddi extends Descent {
    private double m;
    private double v;
    private double greatest;

    Reddi(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      t++;
      double g = gradientAt(weight);
      m = 0.8 * m + 0.2 * g;
      v = 0.7 * v + 0.3 * g * g;
      greatest = v > greatest ? v : greatest;
      double meanEstimate = m / (1 - Math.pow(0.8, (double) t));
      double squareEstimate = greatest / (1 - Math.pow(0.7, (double) t));
      weight -= rate * meanEstimate / (Math.sqrt(squareEstimate) + 1e-3);
      return weight;
    }
  }

  /** Algorithm 2 of Adam's paper, AdaMax, with an ε. */
  static final class InfinityNorm extends Descent {
    private double m;
    private double u;

    InfinityNorm(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      t++;
      double g = gradientAt(weight);
      m = 0.8 * m + 0.2 * g;
      u = Math.max(0.95 * u, Math.abs(g));
      weight -= rate / (1 - Math.pow(0.8, (double) t)) * m / (u + 1e-3);
      return weight;
    }
  }

  /** Algorithm 2 of Nadam's paper, the products of its μ taken factor by factor. */
  static final class Dozat extends Descent {
    private double m;
    private double v;
    private double product = 1;

    Dozat(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      t++;
      double g = gradientAt(weight);
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      product *= 0.8;
      double gradientEstimate = g / (1 - product);
      double meanEstimate = m / (1 - product * 0.8);
      double squareEstimate = v / (1 - Math.pow(0.95, (double) t));
      double ahead = 0.2 * gradientEstimate + 0.8 * meanEstimate;
      weight -= rate * ahead / (Math.sqrt(squareEstimate) + 1e-3);
      return weight;
    }
  }

  /** Algorithm 2 of AdamW's paper, with the decay in proportion to the rate. */
  static final class LoshchilovAndHutter extends Descent {
    private double m;
    private double v;

    LoshchilovAndHutter(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      t++;
      double g = gradientAt(weight);
      m = 0.8 * m + 0.2 * g;
      v = 0.95 * v + 0.05 * g * g;
      double meanEstimate = m / (1 - Math.pow(0.8, (double) t));
      double squareEstimate = v / (1 - Math.pow(0.95, (double) t));
      weight -= rate * (meanEstimate / (Math.sqrt(squareEstimate) + 1e-3) + 0.3 * weight);
      return weight;
    }
  }

  /** Algorithm 2 of Lion's paper. */
  static final class Chen extends Descent {
    private double m;

    Chen(double weight, double curvature, double target, double rate) {
      super(weight, curvature, target, rate);
    }

    @Override
    double next() {
      double g = gradientAt(weight);
      double c = 0.8 * m + 0.2 * g;
      weight -= rate * (Math.signum(c) + 0.3 * weight);
      m = 0.95 * m + 0.05 * g;
      return weight;
    }
  }
}
