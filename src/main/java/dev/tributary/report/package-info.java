/**
 * What a person sees while a network trains, and what a program reads afterwards.
 *
 * <p>{@link dev.tributary.report.ConsoleReport} tells a person or a program of the header, the
 * progress and what came of it; {@link dev.tributary.report.MetricsLog} and {@link
 * dev.tributary.report.Summary} render the lines of {@code metrics.jsonl} and {@code summary.json}.
 * The report in a browser has a room of its own, {@code page}. The room knows neither Spark nor the
 * trainer: it takes plain records, and writes to nothing but the stream or the folder that it is
 * given.
 */
package dev.tributary.report;
