// SPDX-License-Identifier: Apache-2.0
/**
 * How one field of one segment is searched. {@link org.omdb.lucene.search.SegmentSearcher} is where
 * to begin: it asks the {@code CostModel} for the cheapest way, and takes a {@code SearchStrategy}
 * that proposes candidates: {@code ListSearch}, {@code ScanSearch} and {@code WalkSearch} by codes,
 * {@code WalkSearch} also by float32 rows. {@code CandidateSearch} scores candidates exactly, hands
 * them to the collector, and asks for more while the codes may have missed a hit. {@code
 * ExactSearch} scores everything.
 */
package org.omdb.lucene.search;
