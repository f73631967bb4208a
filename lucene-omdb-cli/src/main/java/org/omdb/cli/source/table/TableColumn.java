// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.table;

/**
 * A column of a table in a file.
 *
 * @param name as in the file
 * @param type as its format calls it, for messages
 * @param isVector whether its values are lists of numbers
 * @param isId whether its values are strings, whole numbers or the like
 */
public record TableColumn(String name, String type, boolean isVector, boolean isId) {}
