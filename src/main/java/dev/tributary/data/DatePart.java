package dev.tributary.data;

import java.time.LocalDateTime;
import java.util.Locale;

/**
 * A part of a date that comes again: where a moment stands in its cycle, {@code p} from 0 up to 1,
 * becomes {@code sin 2πp} and {@code cos 2πp}, so that the last hour is as near to the first as any
 * to its next.
 */
public enum DatePart {
  /** Of the hour, seconds included. */
  MINUTE {
    @Override
    double place(LocalDateTime time) {
      return (60 * time.getMinute() + time.getSecond()) / 3600.0;
    }
  },
  /** Of the day, minutes and seconds included. */
  HOUR {
    @Override
    double place(LocalDateTime time) {
      return time.toLocalTime().toSecondOfDay() / 86_400.0;
    }
  },
  /** Monday is 0 of 7. */
  DAY_OF_WEEK {
    @Override
    double place(LocalDateTime time) {
      return (time.getDayOfWeek().getValue() - 1) / 7.0;
    }
  },
  /** The first is 0 of as many days as the month has. */
  DAY_OF_MONTH {
    @Override
    double place(LocalDateTime time) {
      return (time.getDayOfMonth() - 1.0) / time.toLocalDate().lengthOfMonth();
    }
  },
  /** January 1 is 0 of as many days as the year has. */
  DAY_OF_YEAR {
    @Override
    double place(LocalDateTime time) {
      return (time.getDayOfYear() - 1.0) / time.toLocalDate().lengthOfYear();
    }
  },
  /** January is 0 of 12. */
  MONTH {
    @Override
    double place(LocalDateTime time) {
      return (time.getMonthValue() - 1) / 12.0;
    }
  };

  /** How far the cycle has come. */
  abstract double place(LocalDateTime time);

  /** Whether it needs a time of day. */
  boolean isOfDay() {
    return this == MINUTE || this == HOUR;
  }

  /** As a job file has it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
