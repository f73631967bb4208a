// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.arrow;

/**
 * What may be in memory. More would not fit into a heap.
 *
 * @param dictionaryValues values of all dictionaries
 * @param dictionaryBytes bytes of all dictionaries, decompressed
 * @param viewBytes bytes of the strings of a column of views, in a batch. Polars fills buffers of
 *     up to 16 MB
 */
record ArrowLimits(int dictionaryValues, long dictionaryBytes, int viewBytes) {

  static final ArrowLimits DEFAULT = new ArrowLimits(1 << 24, 1L << 28, 1 << 28);
}
