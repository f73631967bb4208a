// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.util.Map;
import org.omdb.cli.source.spi.VectorSource;

/**
 * A line of JSON.
 *
 * @param id null if it has none
 * @param stored the other members, see {@link VectorSource#stored()}
 */
record JsonRow(String id, float[] vector, Map<String, Object> stored) {}
