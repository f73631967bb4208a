// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/**
 * Count and order-independent hash of a set of ids: equal sets give equal fingerprints, whatever
 * the order in which they are added. The hash is the sum modulo 2^64 of the first half of each id's
 * MurmurHash3 x64 128.
 */
final class IdFingerprint {

  private static final int SEED = 0x4F4D4442;

  private int count;
  private long hash;

  void add(BytesRef id) {
    count++;
    hash += StringHelper.murmurhash3_x64_128(id.bytes, id.offset, id.length, SEED)[0];
  }

  void add(IdFingerprint other) {
    add(other.count, other.hash);
  }

  void add(int ids, long hashOfThem) {
    count += ids;
    hash += hashOfThem;
  }

  int count() {
    return count;
  }

  long hash() {
    return hash;
  }
}
