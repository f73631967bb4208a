// SPDX-License-Identifier: Apache-2.0
/**
 * The ids of a segment's vectors: their table, its indexes, and what field infos say of them.
 *
 * <p>Start with {@link org.omdb.lucene.ids.VectorIds}, the ids of one field by ordinal, and {@link
 * org.omdb.lucene.ids.IdTableReader}, which reads them from the id table. Vectors whose ids are not
 * in a table yet are looked up by {@code IdResolver} in {@code org.omdb.lucene.ids.resolve}, with
 * the help of {@link org.omdb.lucene.ids.IdProvenance}.
 */
package org.omdb.lucene.ids;
