/**
 * Networks of Deeplearning4j as it saves them, read and written without it: its zip archives, its
 * JSON, its order of parameters. Nothing in an archive is ever deserialized as a Java object or
 * loaded as a class, and every length is bounded.
 */
package dev.tributary.interop.archive;
