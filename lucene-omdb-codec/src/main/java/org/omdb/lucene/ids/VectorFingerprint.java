// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The number of vectors and hashes of them and their ids, to compare segments by, in whatever order
 * they have them. If two vectors change their ids with each other, {@link #hash} changes and {@link
 * #ids} does not. Costs one reading of all vectors and a microsecond for 6 KB. For one thread.
 */
public final class VectorFingerprint {

  private static final int SEED = 0x4F4D4442;

  /** Stands for the length of an id where there is none. */
  private static final int NO_ID = -1;

  private final IdFingerprint ids = new IdFingerprint();
  private int vectors;
  private long hash;
  private byte[] bytes = {};

  /** The fingerprint of no vectors. */
  public VectorFingerprint() {}

  /**
   * Adds a vector.
   *
   * @param id of the vector; null if it has none
   * @param values the vectors of a segment
   * @param ordinal of the vector
   * @throws IOException if reading fails
   */
  public void add(BytesRef id, KnnVectorValues values, int ordinal) throws IOException {
    vectors++;
    int idLength = 0;
    if (id != null) {
      ids.add(id);
      idLength = id.length;
    }
    int length = Integer.BYTES + idLength + values.getVectorByteLength();
    bytes = ArrayUtil.growNoCopy(bytes, length);
    // the order of bytes in which a row is copied as it is
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    buffer.putInt(id == null ? NO_ID : idLength);
    if (id != null) {
      buffer.put(id.bytes, id.offset, idLength);
    }
    switch (values.getEncoding()) {
      case FLOAT32 -> buffer.asFloatBuffer().put(((FloatVectorValues) values).vectorValue(ordinal));
      case BYTE -> buffer.put(((ByteVectorValues) values).vectorValue(ordinal));
    }
    hash += StringHelper.murmurhash3_x64_128(bytes, 0, length, SEED)[0];
  }

  /**
   * The number of vectors added.
   *
   * @return 0 or more
   */
  public int vectors() {
    return vectors;
  }

  /**
   * The ids of the vectors added.
   *
   * @return changes with this
   */
  public IdFingerprint ids() {
    return ids;
  }

  /**
   * The sum modulo 2^64 of the first half of the MurmurHash3 x64 128 of each vector together with
   * its id. It is not the same on machines with another order of bytes.
   *
   * @return 0 without vectors
   */
  public long hash() {
    return hash;
  }

  /**
   * Whether the other has the same vectors with the same ids.
   *
   * @param other of vectors that were read on this machine
   * @return false if anything differs
   */
  public boolean isSameAs(VectorFingerprint other) {
    return vectors == other.vectors && hash == other.hash && ids.isSameAs(other.ids);
  }
}
