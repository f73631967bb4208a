// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.util.List;

/**
 * The vectors of a field in one document.
 *
 * @param field its path
 * @param nested path of the nested objects that the field is in; null if it is in none
 * @param vectors one for each of the nested objects, in the order of the source, or the one of the
 *     document; null where there is none
 */
record FieldVectors(String field, String nested, List<List<Number>> vectors) {}
