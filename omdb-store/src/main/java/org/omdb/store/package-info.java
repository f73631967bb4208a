// SPDX-License-Identifier: Apache-2.0
/**
 * A folder of documents with vectors, texts and metadata, in a Lucene index with {@link
 * org.omdb.lucene.OmdbCodec}.
 *
 * <p>{@link org.omdb.store.OmdbStore} opens a folder and writes, {@link
 * org.omdb.store.OmdbStoreReader} reads and searches. A {@link org.omdb.store.OmdbDocument} is what
 * is kept, a {@link org.omdb.store.Search} what is searched for, a {@link org.omdb.store.Filter}
 * what is let through.
 *
 * <p>The package {@code metadata} below, which this one uses, turns metadata into fields and
 * comparisons into queries.
 */
package org.omdb.store;
