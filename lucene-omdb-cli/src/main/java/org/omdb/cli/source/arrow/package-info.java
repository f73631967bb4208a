// SPDX-License-Identifier: Apache-2.0
/**
 * Arrow's files and streams, of which Feather 2 is one. The metadata is decoded by Arrow's own
 * classes for Flatbuffers. The values are read here, front to back, because Arrow's classes for
 * vectors hold whole batches in memory that they take from {@code sun.misc.Unsafe}.
 *
 * <p>{@code ArrowMessages} finds the batches of a file, {@code ArrowField} is a column of its
 * schema, {@code ArrowDictionaries} keeps values for several batches, {@code ArrowBatch} hands out
 * the buffers of a batch, {@code ArrowBytes} reads one of them, {@code ArrowValues} and {@code
 * ArrowVectors} read values from several, and {@code ArrowSource} goes through the rows. {@code
 * ArrowLimits} has what of them may be in memory.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html">the format</a>
 */
package org.omdb.cli.source.arrow;
