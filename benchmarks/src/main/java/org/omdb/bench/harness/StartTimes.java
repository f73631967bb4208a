// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;

/**
 * What one JVM measured after its start.
 *
 * @param openMillis time until the index was open
 * @param searchMillis time of each search, in order
 * @param ids of the hits of the first search for each query, best hit first
 */
record StartTimes(double openMillis, double[] searchMillis, List<String[]> ids) {}
