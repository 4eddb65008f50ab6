/** Data made up row by row: as much of it as is wanted, and the same whatever the cluster. */
package dev.tributary.data.generator;
