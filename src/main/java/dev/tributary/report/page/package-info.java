/**
 * The report of a run, or of several beside one another: one HTML file that holds all it takes, and
 * the same page served while training runs.
 *
 * <p>{@link dev.tributary.report.page.PageRun} collects what a run tells of itself, within bounds
 * that don't grow with the run; {@link dev.tributary.report.page.Page} puts it into a page, as JSON
 * that the page's script draws; {@link dev.tributary.report.page.PageServer} serves that. Names
 * that come from jobs and data are never markup: they travel as JSON, and become text only.
 */
package dev.tributary.report.page;
