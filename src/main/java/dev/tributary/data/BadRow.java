package dev.tributary.data;

import java.io.Serializable;

/** Why a row can't be used. Not a record, because Kryo of Spark's version can't read one. */
public final class BadRow implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 80;

  /** The kinds of fault that rows are counted by. */
  public enum Reason {
    MALFORMED("malformed"),
    NO_VALUE("no value"),
    NOT_A_NUMBER("not a number"),
    NOT_A_DATE("not a date"),
    NOT_FINITE("not finite"),
    WRONG_LENGTH("wrong length"),
    UNKNOWN_LABEL("unknown label"),
    NEGATIVE_WEIGHT("negative weight");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private final Reason reason;
  private final String column;
  private final String found;
  private final String allowed;

  BadRow(Reason reason, String column, String found, String allowed) {
    this.reason = reason;
    this.column = column;
    this.found = found;
    this.allowed = allowed;
  }

  public Reason reason() {
    return reason;
  }

  /** The column at fault; empty where the whole row is. */
  public String column() {
    return column;
  }

  /** The same fault where more is asked than was known when it was found. */
  BadRow allowing(String more) {
    return new BadRow(reason, column, found, more);
  }

  /** A value as messages show it: quoted, and cut where it is long. */
  static String quoted(String value) {
    String line = value.strip().replaceAll("\\s+", " ");
    return '"' + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + '"';
  }

  /** What was found and what is allowed, such as {@code column "x": found "a"; allowed is …}. */
  @Override
  public String toString() {
    String place = column.isEmpty() ? "" : "column \"" + column + "\": ";
    return place + "found " + found + "; allowed is " + allowed;
  }
}
