// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.harness;

import java.util.List;

/**
 * What one Java measured from its start.
 *
 * @param openMillis until the index could be searched
 * @param searchMillis of each search, in their order
 * @param ids what the first search of each query found, best hit first
 */
record StartTimes(double openMillis, double[] searchMillis, List<String[]> ids) {}
