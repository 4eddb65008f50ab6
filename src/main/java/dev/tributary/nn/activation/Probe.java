package dev.tributary.nn.activation;

/** Tells what becomes of the gradient at an activation from its slopes at chosen points. */
final class Probe {
  private static final float FAR = 1e4f;
  private static final float HARDLY_ANY = 1e-6f;
  private static final float[] NEGATIVE = {-1e-6f, -1e-3f, -0.1f, -1f, -2f, -5f, -10f, -FAR};

  private Probe() {}

  static boolean isFlatAtBothEnds(Activation activation) {
    return Math.abs(slope(activation, -FAR)) < HARDLY_ANY
        && Math.abs(slope(activation, FAR)) < HARDLY_ANY;
  }

  static boolean isFlatBelowZero(Activation activation) {
    for (float x : NEGATIVE) {
      if (slope(activation, x) != 0f) {
        return false;
      }
    }
    return true;
  }

  private static float slope(Activation activation, float x) {
    float[] input = {x};
    float[] output = new float[1];
    float[] gradient = {1f};
    activation.forward(input, output, 1, 1);
    activation.backward(input, output, gradient, 1, 1);
    return gradient[0];
  }
}
