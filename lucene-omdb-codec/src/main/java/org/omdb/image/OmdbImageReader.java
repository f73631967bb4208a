// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * Reads an OMDB image of version 4 or 5, in either order of the magic bytes, wherever it lies.
 *
 * <p>Opening reads the header and nothing else; vectors and ids stay where they are. The reader
 * does not own its input: closing that is the caller's. What it hands out has positions of its own,
 * so one reader serves many threads as long as each takes its own slice or table.
 */
public final class OmdbImageReader {

  private final IndexInput image;
  private final OmdbHeader header;

  /**
   * Opens an image.
   *
   * @param image the image from its first byte to its last, or to the end of a file that was grown
   *     ahead
   * @throws OmdbFormatException if it is none, or one that promises more than is there
   * @throws IOException if reading fails
   */
  public OmdbImageReader(IndexInput image) throws IOException {
    this.image = image.clone();
    this.header = OmdbHeader.read(this.image);
  }

  /**
   * What the image says of itself, checked against its length.
   *
   * @return the header
   */
  public OmdbHeader header() {
    return header;
  }

  /**
   * The vectors, row by row without gaps.
   *
   * @return a new slice of {@code count * dimension * elementBytes} bytes
   * @throws IOException if slicing fails
   */
  public IndexInput vectors() throws IOException {
    return image.slice("vectors", OmdbHeader.BYTES, header.vectorsEnd() - OmdbHeader.BYTES);
  }

  /**
   * The id table.
   *
   * @return a new view of it, or null if the image has none
   * @throws IOException if slicing fails
   */
  public OmdbIdTable idTable() throws IOException {
    return header.hasIdTable() ? new OmdbIdTable(image, header) : null;
  }
}
