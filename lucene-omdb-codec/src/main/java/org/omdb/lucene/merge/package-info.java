// SPDX-License-Identifier: Apache-2.0
/**
 * What a merge does beyond writing a new segment: it checks that each vector is there with its id,
 * reuses a graph, and finds the sources that Lucene hides from it when documents are reordered.
 */
package org.omdb.lucene.merge;
