// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb export}: the vectors of an index as a file. {@link org.omdb.cli.export.ExportFormats}
 * has the list of formats, each of which is an {@link org.omdb.cli.export.spi.ExportFormat}; {@link
 * org.omdb.cli.export.spi.ExportRows} is what they write.
 *
 * <p>Uses {@code index}, {@code columns}, {@code folder} and {@code console}.
 */
package org.omdb.cli.export;
