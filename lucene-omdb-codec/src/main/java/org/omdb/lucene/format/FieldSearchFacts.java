// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

/**
 * How the vectors of one field are searched in one segment. Reports show it, see {@link
 * OmdbHnswVectorsReader#searchFacts}. All of it was decided or measured when the segment was
 * written. Immutable.
 *
 * @param comparedBy what searches compare, and why; continues "compared by"
 * @param isByCodes whether they compare codes, on a Java that does so fast
 * @param candidates how many of the best vectors by their codes of 3 bits must be looked at to find
 *     the true ten nearest, in 97 % of cases; 0 if not measured
 * @param binaryCandidates the same by codes of 1 bit; 0 if not measured, as where only a sample of
 *     the vectors has such codes
 * @param alarms in what percentage of cases a search would distrust its first candidates and look
 *     at more; 0 if not measured
 * @param efConstruction beam width that the graph was built with; 0 without a graph
 * @param isDraft whether a merge would build a better graph, because this one was built at a flush
 */
public record FieldSearchFacts(
    String comparedBy,
    boolean isByCodes,
    int candidates,
    int binaryCandidates,
    int alarms,
    int efConstruction,
    boolean isDraft) {}
