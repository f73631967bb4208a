// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import org.apache.lucene.index.CorruptIndexException;

/**
 * Thrown if bytes are not an OMDB image, or not a valid one.
 *
 * <p>It is a {@link CorruptIndexException}, so that {@code IndexWriter} and {@code CheckIndex}
 * treat it as corruption. The message names the file, the offset in the image, what was found there
 * and what was expected.
 */
@SuppressWarnings("serial") // never serialized
public final class OmdbFormatException extends CorruptIndexException {

  /** In bytes from the image's first byte. */
  private final long offset;

  /**
   * Creates an exception.
   *
   * @param what the value that is wrong, such as {@code "dimension"}
   * @param found what was read
   * @param expected what is valid there
   * @param offset position of the value, in bytes from the image's first byte
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
   * The position of the value that is wrong.
   *
   * @return bytes from the image's first byte
   */
  public long offset() {
    return offset;
  }
}
