// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * Reads an OMDB image of version 4 or 5, in either order of the magic bytes, in any input.
 *
 * <p>The constructor reads the header alone. The caller has to close the input. A reader is safe
 * for any number of threads, if each of them asks for its own slice and its own id table.
 */
public final class OmdbImageReader {

  private final IndexInput image;
  private final OmdbHeader header;

  /**
   * Opens an image.
   *
   * @param image the image from its first byte to its last; zeros may follow
   * @throws OmdbFormatException if it is not an OMDB image, or shorter than its header says
   * @throws IOException if reading fails
   */
  public OmdbImageReader(IndexInput image) throws IOException {
    this.image = image.clone();
    this.header = OmdbHeader.read(this.image);
  }

  /**
   * The image's header, checked against its length.
   *
   * @return the header
   */
  public OmdbHeader header() {
    return header;
  }

  /**
   * The vectors, one after the other without gaps.
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
