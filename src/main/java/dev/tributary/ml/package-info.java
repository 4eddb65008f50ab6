/**
 * Spark ML: estimators and their models, for pipelines, tuning and code in general.
 *
 * <p>An estimator's params become the text of a job, which is read, checked and trained as a job
 * file is: the same settings on the same rows give the same bits. What differs from a job file is
 * where rows come from and where the model goes, and no more.
 */
package dev.tributary.ml;
