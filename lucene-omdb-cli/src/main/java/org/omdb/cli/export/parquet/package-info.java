// SPDX-License-Identifier: Apache-2.0
/**
 * Parquet files that {@code omdb export} writes. The metadata is encoded by Parquet's own classes;
 * {@code ColumnTypes} finds out what the columns are, {@code ColumnChunkWriter} writes the values
 * of one, and {@code RowGroups} puts them together.
 */
package org.omdb.cli.export.parquet;
