// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * The number of ids in a set and a hash of them, to compare sets by. Equal sets have equal
 * fingerprints, in whatever order the ids are added. The hash is the sum modulo 2^64 of the first
 * half of each id's MurmurHash3 x64 128. For one thread.
 */
public final class IdFingerprint {

  static final int SEED = 0x4F4D4442;

  private int count;
  private long hash;

  /** The fingerprint of no ids. */
  public IdFingerprint() {}

  /**
   * Adds an id.
   *
   * @param id one more
   */
  public void add(BytesRef id) {
    count++;
    hash += StringHelper.murmurhash3_x64_128(id.bytes, id.offset, id.length, SEED)[0];
  }

  /**
   * The number of ids added.
   *
   * @return 0 or more
   */
  public int count() {
    return count;
  }

  /**
   * The hash of the ids added.
   *
   * @return 0 without ids
   */
  public long hash() {
    return hash;
  }

  /**
   * Whether the other has the same ids.
   *
   * @param other to compare with
   * @return false if anything differs
   */
  public boolean isSameAs(IdFingerprint other) {
    return count == other.count && hash == other.hash;
  }
}
