// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;

/**
 * Facts about a field of a segment that decide how it is searched. Immutable.
 *
 * @param name name of the field
 * @param count number of vectors, 1 or more
 * @param dimension components per vector
 * @param bytesPerComponent 4 for float32, 1 for bytes
 * @param similarity compares vectors
 * @param hasGraph whether there is a graph; without one there are binary codes of all vectors
 * @param isDraft whether the graph was built with a narrow beam, so that walks have to be wider
 * @param quality how many candidates the codes need
 * @param codes where the codes are in their file; null if there are none
 */
public record SearchedField(
    String name,
    int count,
    int dimension,
    int bytesPerComponent,
    VectorSimilarityFunction similarity,
    boolean hasGraph,
    boolean isDraft,
    CodeQuality quality,
    FieldCodes codes) {}
