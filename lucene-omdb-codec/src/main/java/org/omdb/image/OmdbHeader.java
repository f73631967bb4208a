// SPDX-License-Identifier: Apache-2.0
package org.omdb.image;

import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * The header of an OMDB image, which is its first 512 bytes, and the positions that follow from it.
 * Immutable.
 *
 * <p>The layout is that of OmenDB's DirectStorage, all of it little-endian:
 *
 * <ul>
 *   <li>0, 4 bytes: magic, see {@link ElementType} and {@link MagicOrder}
 *   <li>4, u32: version: 5, or 4 for an image without an id table
 *   <li>8, u32: dimension
 *   <li>12, u32: vector count
 *   <li>16, u64: offset of the id table from the image's first byte; 0 for none. Ignored in version
 *       4
 *   <li>24, 488 bytes: reserved; zero when written, ignored when read
 *   <li>512: the vectors, row by row; vector {@code i} starts at {@code 512 + i * dimension *
 *       elementBytes}
 *   <li>id table: see {@link OmdbIdTable}
 * </ul>
 *
 * @param version {@link #VERSION_NO_IDS} or {@link #VERSION_CURRENT}
 * @param elementType how one component is stored
 * @param magicOrder the order of the magic bytes
 * @param dimension components per vector, at least 1 unless there are no vectors
 * @param count number of vectors
 * @param idTableOffset bytes from the image's first byte to the id table, 0 for none
 */
public record OmdbHeader(
    int version,
    ElementType elementType,
    MagicOrder magicOrder,
    int dimension,
    int count,
    long idTableOffset) {

  /** The last version without an id table. */
  public static final int VERSION_NO_IDS = 4;

  /** The version with an id table behind the vectors. */
  public static final int VERSION_IDS = 5;

  /** The version that is written. */
  public static final int VERSION_CURRENT = VERSION_IDS;

  /** Size of the header, and so the offset of the first vector. */
  public static final int BYTES = 512;

  private static final int VERSION_AT = 4;
  private static final int DIMENSION_AT = 8;
  private static final int COUNT_AT = 12;
  private static final int ID_TABLE_OFFSET_AT = 16;
  private static final int RESERVED_AT = 24;

  /** Checks all that can be checked without the image. */
  public OmdbHeader {
    Objects.requireNonNull(elementType, "elementType");
    Objects.requireNonNull(magicOrder, "magicOrder");
    if (version != VERSION_NO_IDS && version != VERSION_IDS) {
      throw new IllegalArgumentException("OMDB version must be 4 or 5, got " + version);
    }
    if (dimension < 0 || count < 0 || (dimension == 0 && count > 0)) {
      throw new IllegalArgumentException(
          "an OMDB image needs a dimension of 1 or more and a count of 0 or more, got dimension "
              + dimension
              + " and count "
              + count);
    }
  }

  /**
   * The header of an image that is about to be written in the current version.
   *
   * @param elementType how one component is stored
   * @param dimension components per vector
   * @param count number of vectors
   * @param hasIdTable whether an id table follows the vectors
   * @return the header
   * @throws ArithmeticException if the vectors would take more than {@link Long#MAX_VALUE} bytes
   */
  public static OmdbHeader of(
      ElementType elementType, int dimension, int count, boolean hasIdTable) {
    OmdbHeader header =
        new OmdbHeader(VERSION_CURRENT, elementType, MagicOrder.DOCUMENT, dimension, count, 0);
    return hasIdTable
        ? new OmdbHeader(
            VERSION_CURRENT,
            elementType,
            MagicOrder.DOCUMENT,
            dimension,
            count,
            header.vectorsEnd())
        : header;
  }

  /**
   * This header with another order of the magic bytes.
   *
   * @param order the order
   * @return a header that is equal otherwise
   */
  public OmdbHeader withMagicOrder(MagicOrder order) {
    return new OmdbHeader(version, elementType, order, dimension, count, idTableOffset);
  }

  /**
   * Reads the header, and checks it against the image's length.
   *
   * @param image the image from its first to its last byte; its position is changed
   * @return the header; all vectors, and the first 4 bytes of the id table if there is one, lie
   *     within {@code image}
   * @throws OmdbFormatException if the image does not start with a valid header, or is too short
   *     for the vectors and the start of the id table that the header announces
   * @throws IOException if reading fails
   */
  public static OmdbHeader read(IndexInput image) throws IOException {
    if (image.length() < BYTES) {
      throw new OmdbFormatException(
          "length", image.length() + " bytes", "a header of " + BYTES + " bytes", 0, image);
    }
    image.seek(0);
    int magic = image.readInt();
    ElementType elementType = null;
    MagicOrder magicOrder = null;
    for (ElementType candidate : ElementType.values()) {
      if (magic == candidate.magic) {
        elementType = candidate;
        magicOrder = MagicOrder.DOCUMENT;
      } else if (magic == Integer.reverseBytes(candidate.magic)) {
        elementType = candidate;
        magicOrder = MagicOrder.ENGINE;
      }
    }
    if (elementType == null) {
      throw new OmdbFormatException(
          "magic",
          String.format(Locale.ROOT, "%08x", Integer.reverseBytes(magic)),
          "\"OMDB\", \"BDMO\", \"OMD8\" or \"8DMO\"",
          0,
          image);
    }
    int version = image.readInt();
    if (version != VERSION_NO_IDS && version != VERSION_IDS) {
      throw new OmdbFormatException(
          "version", Integer.toUnsignedString(version), "4 or 5", VERSION_AT, image);
    }
    int dimension = image.readInt();
    int count = image.readInt();
    long idTableOffset = image.readLong();
    if (count < 0) {
      throw new OmdbFormatException(
          "vector count",
          Integer.toUnsignedString(count),
          "at most " + Integer.MAX_VALUE,
          COUNT_AT,
          image);
    }
    if (dimension < 0 || (dimension == 0 && count > 0)) {
      throw new OmdbFormatException(
          "dimension",
          Integer.toUnsignedString(dimension),
          "1 to " + Integer.MAX_VALUE,
          DIMENSION_AT,
          image);
    }
    // Two factors below 2^31 and one of up to 4 may overflow a long, so compare by division.
    long room = image.length() - BYTES;
    if (count > 0 && (long) dimension * elementType.bytes() > room / count) {
      throw new OmdbFormatException(
          "vector count x dimension",
          count + " x " + dimension,
          "vectors that fit into the " + room + " bytes behind the header",
          DIMENSION_AT,
          image);
    }
    if (version == VERSION_NO_IDS) {
      idTableOffset = 0;
    }
    OmdbHeader header =
        new OmdbHeader(version, elementType, magicOrder, dimension, count, idTableOffset);
    if (idTableOffset != 0
        && (idTableOffset < header.vectorsEnd()
            || idTableOffset > image.length() - OmdbIdTable.COUNT_BYTES)) {
      throw new OmdbFormatException(
          "id table offset",
          Long.toUnsignedString(idTableOffset),
          "0, or from "
              + header.vectorsEnd()
              + " (the end of the vectors) to "
              + (image.length() - OmdbIdTable.COUNT_BYTES)
              + " (4 bytes before the end)",
          ID_TABLE_OFFSET_AT,
          image);
    }
    return header;
  }

  /**
   * Writes the 512 bytes.
   *
   * @param out positioned where the image starts
   * @throws IOException if writing fails
   */
  void write(IndexOutput out) throws IOException {
    out.writeInt(
        magicOrder == MagicOrder.DOCUMENT
            ? elementType.magic
            : Integer.reverseBytes(elementType.magic));
    out.writeInt(version);
    out.writeInt(dimension);
    out.writeInt(count);
    out.writeLong(idTableOffset);
    out.writeBytes(new byte[BYTES - RESERVED_AT], BYTES - RESERVED_AT);
  }

  /**
   * Whether an id table follows the vectors.
   *
   * @return true if it does
   */
  public boolean hasIdTable() {
    return idTableOffset != 0;
  }

  /**
   * Size of one vector.
   *
   * @return {@code dimension} times the bytes of an element
   */
  public long vectorBytes() {
    return (long) dimension * elementType.bytes();
  }

  /**
   * Where the vectors end.
   *
   * @return bytes from the image's first byte
   * @throws ArithmeticException if that is more than {@link Long#MAX_VALUE}
   */
  public long vectorsEnd() {
    return Math.addExact(BYTES, Math.multiplyExact(vectorBytes(), count));
  }
}
