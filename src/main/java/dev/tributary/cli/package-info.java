/**
 * The commands. Each reads its arguments, calls the rooms above and shows what they give; how
 * errors end is decided in one place, {@code Failures}.
 */
package dev.tributary.cli;
