// SPDX-License-Identifier: Apache-2.0
/**
 * The classes that users of the library need.
 *
 * <p>{@link org.omdb.lucene.OmdbCodec} goes into the {@code IndexWriterConfig}, {@link
 * org.omdb.lucene.OmdbVectorField} into documents, and {@link org.omdb.lucene.OmdbVectorIds} turns
 * hits into ids. {@link org.omdb.lucene.OmdbMergePolicy} migrates and audits existing indexes,
 * {@link org.omdb.lucene.VectorReorderingMergePolicy} speeds up the searches of large segments,
 * {@link org.omdb.lucene.VectorLengths} says which vectors float32 can compare, {@link
 * org.omdb.lucene.OmdbWarmer} reads what searches need most into the page cache, {@link
 * org.omdb.lucene.SearchMemory} says how much that is, and {@link org.omdb.lucene.OmdbExport}
 * writes a stand-alone OMDB file.
 *
 * <p>The packages below, in the only direction in which they use each other: this one uses {@code
 * format} (segment files), which uses {@code merge} (what a merge adds), {@code search} (how a
 * segment is searched) and {@code score} (scores by rows). {@code merge} uses {@code ids.resolve}
 * (where the id of a vector is) and {@code ids} (the id table). {@code search} uses {@code
 * org.omdb.code} (codes of vectors) and {@code org.omdb.graph} (HNSW graphs), and these use {@code
 * org.omdb.pages} (what the operating system is told). {@code ids} uses {@code org.omdb.image} (the
 * OMDB layout).
 */
package org.omdb.lucene;
