/**
 * The commands. Each reads its arguments, calls the rooms above and shows what they give; how
 * errors end is decided in one place, {@link dev.tributary.cli.Main}.
 */
package dev.tributary.cli;
