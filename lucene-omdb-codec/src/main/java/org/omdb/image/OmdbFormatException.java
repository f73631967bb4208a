// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import org.apache.lucene.index.CorruptIndexException;

/**
 * Bytes that are no OMDB image, or one that does not add up.
 *
 * <p>A {@link CorruptIndexException}, so that {@code IndexWriter} and {@code CheckIndex} treat it
 * as what it is. The message names the file, the offset from the image's first byte, what was found
 * there and what was expected.
 */
@SuppressWarnings("serial") // never serialized
public final class OmdbFormatException extends CorruptIndexException {

  /** In bytes from the image's first byte. */
  private final long offset;

  /**
   * Says what is wrong, and where.
   *
   * @param what the value that is wrong, such as {@code "dimension"}
   * @param found what was read
   * @param expected what would have been right
   * @param offset where, in bytes from the image's first byte
   * @param resource the file or slice, usually the {@code IndexInput} itself
   */
  public OmdbFormatException(
      String what, Object found, Object expected, long offset, Object resource) {
    super(
        "not a valid OMDB image: "
            + what
            + " at byte "
            + offset
            + " is "
            + found
            + ", expected "
            + expected,
        String.valueOf(resource));
    this.offset = offset;
  }

  /**
   * Where the image is wrong.
   *
   * @return bytes from the image's first byte
   */
  public long offset() {
    return offset;
  }
}
