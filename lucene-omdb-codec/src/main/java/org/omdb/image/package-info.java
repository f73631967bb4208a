// SPDX-License-Identifier: Apache-2.0
/**
 * The OMDB layout: an image holds the vectors of one field and their string ids. Open {@link
 * org.omdb.image.OmdbHeader} first: its javadoc has the layout byte by byte.
 *
 * <p>{@link org.omdb.image.OmdbImageReader} and {@link org.omdb.image.OmdbImageWriter} are the only
 * reader and the only writer of these bytes. {@link org.omdb.image.OmdbIdTable} is the part with
 * the ids. An image may be a whole file or a slice of a segment file: it is read through an {@link
 * org.apache.lucene.store.IndexInput} and written to an {@link
 * org.apache.lucene.store.IndexOutput}.
 *
 * <p>{@link org.omdb.image.OmdbFile} and {@link org.omdb.image.OmdbFileWriter} are for images in
 * files of their own, {@link org.omdb.image.OmdbFileIds} looks up ids in them. Nothing in this
 * package knows about segments.
 */
package org.omdb.image;
