// SPDX-License-Identifier: Apache-2.0
/** Vectors that {@code _source} is stored without, and that are put back when it is read. */
package org.omdb.opensearch.source;
