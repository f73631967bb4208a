// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

/**
 * How the vectors of one field are searched in one segment, as it was chosen and measured when the
 * segment was written: for reports, see {@link OmdbHnswVectorsReader#searchFacts}. Immutable.
 *
 * @param comparedBy by what vectors are compared, and why; goes behind "compared by"
 * @param isByCodes whether that is by codes, where Java compares them fast
 * @param candidates how many vectors codes of 3 bits have to say are near for the true ten nearest
 *     to be among them, in 97 % of cases; 0 if that was not measured
 * @param binaryCandidates the same of codes of 1 bit; 0 if that was not measured, as where only a
 *     sample of the vectors has such codes
 * @param alarms in how many percent of cases a search would not trust its first candidates and look
 *     at more; 0 if that was not measured
 * @param efConstruction beam width that the graph was built with; 0 if there is no graph
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
