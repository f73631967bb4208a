// SPDX-License-Identifier: Apache-2.0
/**
 * Stores {@code _source} without its vectors, and puts them back when it is read: the setting
 * {@code index.omdb.vectors_in_source: false}.
 *
 * <p>{@link org.omdb.opensearch.source.StoredSource} removes the vectors of a document, with {@code
 * SourceWithoutVector}. {@link org.omdb.opensearch.source.RestoringReader} puts them back, with
 * {@code SourceWithVectors}. {@code SegmentVectors} finds them, those of nested objects in the
 * order in which the source has the objects.
 */
package org.omdb.opensearch.source;
