// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.search;

import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.code.CodeChoice;
import org.omdb.code.CodeQuality;
import org.omdb.code.FieldCodes;

/**
 * What a search has to know of a field in a segment.
 *
 * @param name of the field
 * @param count number of vectors, 1 or more
 * @param dimension components of a vector
 * @param bytesPerComponent 4, or 1
 * @param similarity compares vectors
 * @param maxConn M of the graph
 * @param hasGraph without one there are binary codes of all vectors
 * @param isDraft whether the graph was built with a narrow beam, and is to be searched wider
 * @param choice whether there are codes, and why not
 * @param quality of the codes
 * @param codes where they are; null if there are none
 */
public record SearchedField(
    String name,
    int count,
    int dimension,
    int bytesPerComponent,
    VectorSimilarityFunction similarity,
    int maxConn,
    boolean hasGraph,
    boolean isDraft,
    CodeChoice choice,
    CodeQuality quality,
    FieldCodes codes) {}
