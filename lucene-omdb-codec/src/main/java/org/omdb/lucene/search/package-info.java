// SPDX-License-Identifier: Apache-2.0
/**
 * How one field of one segment is searched. Open {@link org.omdb.lucene.search.SegmentSearcher}
 * first: all searches go through it.
 *
 * <p>A search takes three steps:
 *
 * <ol>
 *   <li>{@code CostModel} picks the cheapest way for this field, this k and this filter. {@code
 *       SegmentSearch} takes it, and another one where that does not find all hits.
 *   <li>A {@code SearchStrategy} proposes candidates: {@code ListSearch} compares the codes of all
 *       accepted vectors, {@code ScanSearch} the binary codes of all vectors, and {@code
 *       WalkSearch} walks through the graph, by codes or by rows.
 *   <li>{@code CandidateSearch} scores the candidates exactly and hands them to the collector. It
 *       asks the strategy for more while the codes may have missed a hit.
 * </ol>
 *
 * <p>{@code ExactSearch} is the way without candidates: it scores every accepted vector. {@code
 * WarmUp} keeps searches away from codes until the JVM has compiled what compares them. A thread
 * borrows its working memory, {@code SearchScratch}, for the time of a search.
 *
 * <p>"Rows" are the vectors as they were indexed (float32 or bytes), "codes" their short forms of
 * {@link org.omdb.code}. The "target" is the vector whose neighbors are wanted, often called the
 * query vector. "Query" is left for Lucene's queries, and for the rounded forms of a target in
 * {@link org.omdb.code}.
 */
package org.omdb.lucene.search;
