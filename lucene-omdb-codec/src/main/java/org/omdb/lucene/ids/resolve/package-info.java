// SPDX-License-Identifier: Apache-2.0
/**
 * Finds the id of a vector wherever it is: in the id table, or in a field of its document.
 *
 * <p>{@link org.omdb.lucene.ids.resolve.IdResolver} has the order in which the places are asked. It
 * reaches the fields of documents through {@link org.omdb.lucene.ids.resolve.IdFields}, which opens
 * a {@link org.omdb.lucene.ids.resolve.FieldIds} for each: {@code DocValuesIds}, {@code
 * StoredFieldIds} or {@code PostingsIds}. Searches enter by {@link
 * org.omdb.lucene.ids.resolve.LeafVectorIds}. A flush, which can read doc values alone, uses {@link
 * org.omdb.lucene.ids.resolve.FlushedIds}.
 */
package org.omdb.lucene.ids.resolve;
