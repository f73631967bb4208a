// SPDX-License-Identifier: Apache-2.0
/**
 * JSON lines, and JSON documents with records in them.
 *
 * <p>{@link org.omdb.cli.source.json.JsonLinesFormat} reads lines, of which {@code FirstLine} tells
 * whether they are records. {@link org.omdb.cli.source.json.JsonFormat} reads all else: {@code
 * JsonHead} looks for the first vector, whose place is a {@code JsonLayout}; then {@code
 * JsonSource} goes from record to record, or {@code JsonColumnsSource} along several columns.
 * {@code ColumnFinder} decides by the first record what its members are, and {@code RecordReader}
 * reads one.
 */
package org.omdb.cli.source.json;
