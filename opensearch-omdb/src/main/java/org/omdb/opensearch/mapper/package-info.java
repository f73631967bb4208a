// SPDX-License-Identifier: Apache-2.0
/** The mapping type {@code omdb_vector}. */
package org.omdb.opensearch.mapper;
