package dev.tributary.data.generator;

import dev.tributary.math.RandomStream;
import java.io.Serializable;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Parcel deliveries, made up: a table with categories, a date, missing values, a label that is one
 * of two classes and one that is a number.
 *
 * <p>A delivery's trouble is a sum over what is seen of it:
 *
 * <pre>
 * z = city + vehicle + depot + 0.6 (ln(1 + distance) - 2.5) + 0.4 (ln(1 + weight) - 1.4)
 *     - 0.7 express + 0.8 cos 2π(hour - 17.5)/24 + 0.4 cos 2π(weekday - 4)/7 + 0.5 cos 2π(month - 11)/12
 * </pre>
 *
 * with an effect for each city, vehicle and depot, normal with standard deviations 0.8, 0.6 and
 * 0.5, and others for a missing city (0.6), distance (0.7) and weight (-0.3). The hour has
 * fractions, Monday and January are 0. The parcel is late with the probability {@code 1 / (1 +
 * exp(0.6 - 1.6 z))}, and takes {@code 24 + 6 z} hours, give or take normal noise with the standard
 * deviation {@value #NOISE}. So the best that any model can do is known: the entropy of that
 * probability, and that noise.
 *
 * @param seed decides the effects and what is drawn
 */
public record Deliveries(long seed) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The least root mean squared error with which hours can be told in the long run. */
  public static final double NOISE = 2;

  static final List<String> CITIES =
      List.of(
          "Athens", "Berlin", "Dublin", "Lisbon", "Lyon", "Milan", "Oslo", "Prague", "Riga", "Rome",
          "Vienna", "Warsaw");
  static final List<String> VEHICLES = List.of("bike", "tram", "truck", "van");
  static final int DEPOTS = 30;

  // What the seed is split into.
  private static final long EFFECTS = 0;
  private static final long ROWS = 1;

  /**
   * A delivery.
   *
   * @param distance in km
   * @param weight in kg
   * @param trouble z, which a model has to find out
   * @param late whether it came too late
   * @param hours how long it took
   */
  public record Delivery(
      LocalDateTime ordered,
      Optional<String> city,
      String depot,
      String vehicle,
      OptionalDouble distance,
      OptionalDouble weight,
      boolean express,
      double trouble,
      boolean late,
      double hours) {
    /** The probability that it is late, which no model can better. */
    public double probability() {
      return 1 / (1 + StrictMath.exp(0.6 - 1.6 * trouble));
    }

    /** The hours that are to be expected. */
    public double expectedHours() {
      return 24 + 6 * trouble;
    }
  }

  /** The delivery of a number; it follows from that and the seed alone. */
  public Delivery delivery(long number) {
    RandomStream random = new RandomStream(RandomStream.derive(seed, ROWS, number));
    LocalDateTime ordered =
        LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(366 * 24 * 60));
    int city = random.nextInt(CITIES.size());
    int depot = random.nextInt(DEPOTS);
    int vehicle = random.nextInt(VEHICLES.size());
    double distance = rounded(StrictMath.exp(2.5 + 0.9 * random.nextGaussian()), 10);
    double weight = rounded(StrictMath.exp(1 + 0.8 * random.nextGaussian()), 100);
    boolean express = random.nextDouble() < 0.25;
    boolean hasCity = random.nextDouble() >= 0.04;
    boolean hasDistance = random.nextDouble() >= 0.08;
    boolean hasWeight = random.nextDouble() >= 0.12;
    double trouble =
        (hasCity ? 0.8 * effect(0, city) : 0.6)
            + 0.5 * effect(1, depot)
            + 0.6 * effect(2, vehicle)
            + (hasDistance ? 0.6 * (StrictMath.log1p(distance) - 2.5) : 0.7)
            + (hasWeight ? 0.4 * (StrictMath.log1p(weight) - 1.4) : -0.3)
            - (express ? 0.7 : 0)
            + 0.8 * wave(ordered.getHour() + ordered.getMinute() / 60.0 - 17.5, 24)
            + 0.4 * wave(ordered.getDayOfWeek().getValue() - 5, 7)
            + 0.5 * wave(ordered.getMonthValue() - 12, 12);
    Delivery certain =
        new Delivery(
            ordered,
            hasCity ? Optional.of(CITIES.get(city)) : Optional.empty(),
            "D%02d".formatted(depot + 1),
            VEHICLES.get(vehicle),
            hasDistance ? OptionalDouble.of(distance) : OptionalDouble.empty(),
            hasWeight ? OptionalDouble.of(weight) : OptionalDouble.empty(),
            express,
            trouble,
            false,
            0);
    return new Delivery(
        ordered,
        certain.city(),
        certain.depot(),
        certain.vehicle(),
        certain.distance(),
        certain.weight(),
        express,
        trouble,
        random.nextDouble() < certain.probability(),
        rounded(certain.expectedHours() + NOISE * random.nextGaussian(), 100));
  }

  /** Standard normal, of a kind of thing. */
  private double effect(long kind, int thing) {
    return new RandomStream(RandomStream.derive(seed, EFFECTS, kind, thing)).nextGaussian();
  }

  private static double wave(double place, double period) {
    return StrictMath.cos(2 * Math.PI * place / period);
  }

  private static double rounded(double value, int parts) {
    return Math.rint(value * parts) / parts;
  }
}
