// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.time.Instant;
import java.util.Optional;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.lucene.SearchMemory;

/**
 * What a store has, as a search sees it.
 *
 * @param documents how many can be found
 * @param deleted how many deleted or replaced ones still take space, until their segments are
 *     merged
 * @param segments parts of the Lucene index
 * @param bytes of all files in the folder
 * @param memory how many bytes of the files searches by vector read, by what they are
 * @param dimension components of each vector, 0 if there was no vector yet
 * @param similarity how vectors are compared
 * @param lastCommit when the last commit was made
 * @param pendingChanges how many written documents and calls of delete are not committed yet;
 *     always 0 for a store that was opened for reading
 * @param commitFailure why the last commit failed that was made in the background; empty since one
 *     succeeded
 */
public record StoreStatistics(
    long documents,
    long deleted,
    int segments,
    long bytes,
    SearchMemory memory,
    int dimension,
    VectorSimilarityFunction similarity,
    Instant lastCommit,
    long pendingChanges,
    Optional<String> commitFailure) {}
