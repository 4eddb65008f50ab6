package dev.tributary.nn;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives a class its row in the guide's table of techniques. The tests that prove it name it in
 * turn; the table is made of both.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Technique.All.class)
public @interface Technique {
  /** What it is a kind of; the table has a part for each. */
  Kind kind();

  /** What job files call it. */
  String name();

  /** What it computes, in one line. */
  String formula();

  /** Where it was published: authors and year; a dash where it is older than papers on it. */
  String paper();

  /** The settings it has unless a job says otherwise; a dash where there are none. */
  String defaults() default "–";

  /** The parts of the table, in its order. */
  enum Kind {
    INITIALIZER("Initializers"),
    ACTIVATION("Activations"),
    LAYER("Layers"),
    LOSS("Losses"),
    CLIPPING("Gradient clipping"),
    OPTIMIZER("Optimizers"),
    SCHEDULE("Learning-rate schedules"),
    REGULARIZATION("Regularization"),
    TRAINING("Training"),
    AVERAGING("Averaging"),
    PREDICTION("Prediction"),
    DIAGNOSIS("Diagnosis");

    private final String heading;

    Kind(String heading) {
      this.heading = heading;
    }

    public String heading() {
      return heading;
    }
  }

  /** What the compiler makes of several. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    Technique[] value();
  }
}
