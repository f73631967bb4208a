// SPDX-License-Identifier: Apache-2.0
/**
 * Parquet files, read by the library Hardwood: {@code ParquetColumns} names the columns of a file,
 * {@code ParquetSource} goes through the rows, {@code ParquetBatches} calls the library, {@code
 * ParquetValues} reads what becomes ids and stored fields, and {@code ParquetCheck} refuses sizes
 * that the library would believe.
 */
package org.omdb.cli.source.parquet;
