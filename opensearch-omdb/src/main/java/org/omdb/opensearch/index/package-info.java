// SPDX-License-Identifier: Apache-2.0
/** What {@code index.omdb} does to an index: its codec, and the merge policy of its engine. */
package org.omdb.opensearch.index;
