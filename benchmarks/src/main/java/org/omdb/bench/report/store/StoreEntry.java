// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * An entry of {@code stores} in {@code results.json}: the application on one store. Figures are
 * medians of the rounds.
 *
 * @param set name of the set
 * @param setOrigin label of its origin
 * @param rows documents
 * @param dimension of their vectors
 * @param contender name of the store
 * @param contenderDescription what it is
 * @param k hits of a search
 * @param batch documents of a call that adds
 * @param smallBatch documents of a call that is durable before the next one
 * @param rounds how often all was measured
 * @param heapMb heap of each JVM
 * @param addS time to add all and save
 * @param searchMs mean time of a search
 * @param recall of these searches
 * @param filteredMs mean time of a search with a filter
 * @param filteredRecall of these searches
 * @param durableAddMs time to add a small batch, and save
 * @param restartMs from the start of a JVM until its first answer
 * @param heapBytes live objects of a filled store
 * @param diskBytes of all files of a filled store
 * @param kills how often it was killed
 * @param acknowledged documents that were durable before the kills
 * @param left how many of them were there afterwards
 * @param unreadable kills after which the store could not be opened
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StoreEntry(
    String set,
    String setOrigin,
    int rows,
    int dimension,
    String contender,
    String contenderDescription,
    int k,
    int batch,
    int smallBatch,
    int rounds,
    int heapMb,
    double addS,
    double searchMs,
    double recall,
    double filteredMs,
    double filteredRecall,
    double durableAddMs,
    double restartMs,
    double heapBytes,
    double diskBytes,
    int kills,
    int acknowledged,
    int left,
    int unreadable) {}
