// SPDX-License-Identifier: Apache-2.0
/**
 * The mapping type {@code omdb_vector}.
 *
 * <p>Start with {@link org.omdb.opensearch.mapper.OmdbVectorFieldMapper}, which parses mappings and
 * documents. {@link org.omdb.opensearch.mapper.OmdbVectorFieldType} is what searches and the codec
 * see of a field.
 */
package org.omdb.opensearch.mapper;
