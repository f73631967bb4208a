// SPDX-License-Identifier: Apache-2.0
/**
 * Tables of comma-separated values. {@link org.omdb.cli.source.csv.CsvFormat} recognizes them by
 * their header, {@code CsvColumns} says which column is what, and {@code CellType} what its cells
 * are.
 */
package org.omdb.cli.source.csv;
