// SPDX-License-Identifier: Apache-2.0
/**
 * What a Lucene user touches: {@link org.omdb.lucene.OmdbCodec} goes into the {@code
 * IndexWriterConfig}, {@link org.omdb.lucene.OmdbVectorField} into documents, and {@link
 * org.omdb.lucene.OmdbVectorIds} gives the ids of hits.
 */
package org.omdb.lucene;
