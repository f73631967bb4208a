// SPDX-License-Identifier: Apache-2.0
/**
 * Scores of vectors by their rows. {@link org.omdb.lucene.score.FiniteScorer} is what all searches
 * and all graphs of the library score with.
 */
package org.omdb.lucene.score;
