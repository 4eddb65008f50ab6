/** Deeplearning4j's distributed training, by rounds that lose no example. */
package dev.tributary.interop.dl4j.spark;
