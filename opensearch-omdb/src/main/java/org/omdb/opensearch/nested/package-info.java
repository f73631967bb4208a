// SPDX-License-Identifier: Apache-2.0
/**
 * Searches of vectors in nested objects. Each nested object is a document of Lucene, a child, right
 * before its parent, and the best child of a parent counts.
 *
 * <p>Start with {@link org.omdb.opensearch.nested.NestedLevel}.
 */
package org.omdb.opensearch.nested;
