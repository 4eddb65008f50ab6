package dev.tributary.optim;

/**
 * One time that a run went back because it diverged.
 *
 * @param epoch in which it did, from 1
 * @param round in which it did, from 1 over the whole run
 * @param undone how many rounds before that one are lost too
 * @param rateScale what the schedule's learning rate is multiplied with from there on
 * @param reason what wasn't a finite number, and where
 */
public record Rollback(int epoch, long round, long undone, double rateScale, String reason) {}
