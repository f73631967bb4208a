// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source;

import java.util.Map;

/**
 * A line of JSON.
 *
 * @param id null if it has none
 * @param stored the other members, see {@link VectorSource#stored()}
 */
record JsonRow(String id, float[] vector, Map<String, Object> stored) {}
