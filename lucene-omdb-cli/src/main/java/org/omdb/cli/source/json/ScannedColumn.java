// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.json;

import java.util.List;

/**
 * An array or an object of values, which may be a column.
 *
 * @param name path from the object that has all columns
 * @param steps to it from the root
 * @param isArray false for an object, whose members are the values
 * @param count of the values
 */
record ScannedColumn(String name, List<String> steps, boolean isArray, long count) {}
