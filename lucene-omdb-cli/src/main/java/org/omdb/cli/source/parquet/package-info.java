// SPDX-License-Identifier: Apache-2.0
/**
 * Parquet files, read by the library Hardwood: {@code ParquetColumns} names the columns of a file,
 * {@code ParquetSource} goes through the rows, {@code ParquetValues} reads what becomes ids and
 * stored fields, {@code ParquetCheck} refuses sizes that the library would believe, and {@code
 * ParquetFailures} words what the library throws.
 */
package org.omdb.cli.source.parquet;
