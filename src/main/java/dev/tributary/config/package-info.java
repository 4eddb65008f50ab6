/**
 * Reads a job file (HOCON) and collects <em>all</em> its problems before anything runs.
 *
 * <p>A {@link dev.tributary.config.Section} hands out typed values and remembers what it was asked
 * for; what nobody asked for is an unknown key, reported with the nearest known one. Rooms that own
 * a setting read it from a section themselves, so this one knows no key by name.
 */
package dev.tributary.config;
