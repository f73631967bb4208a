// SPDX-License-Identifier: Apache-2.0
/**
 * The OMDB layout: one image holds the vectors of one field and their string ids.
 *
 * <p>Nothing here knows of segments. An image is read through an {@link
 * org.apache.lucene.store.IndexInput} wherever it lies, a whole stand-alone file or a slice of a
 * segment file, and written to an {@link org.apache.lucene.store.IndexOutput}. Start with {@link
 * org.omdb.image.OmdbHeader}, whose javadoc has the layout byte by byte; {@link
 * org.omdb.image.OmdbImageReader} and {@link org.omdb.image.OmdbImageWriter} are the only reader
 * and the only writer of these bytes. {@link org.omdb.image.OmdbFile} and {@link
 * org.omdb.image.OmdbFileWriter} put files of their own around them.
 */
package org.omdb.image;
