// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.lucene.store.IndexInput;

/**
 * Blocks that are read one by one, from whatever input there is, and compared in plain Java: what
 * other kernels are tested against, and slower than a graph walk.
 */
final class ReadBinaryRows extends BinaryRows {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  private final IndexInput in;
  private final byte[] block;

  ReadBinaryRows(IndexInput in, int dimension) {
    super(dimension);
    this.in = in;
    this.block = new byte[blockBytes(dimension)];
  }

  @Override
  public long maxScanBytes() {
    return 0;
  }

  @Override
  public void estimate(BinaryQuery query, int firstBlock, int endBlock, float[] estimates)
      throws IOException {
    int at = 0;
    in.seek(firstBlock * blockBytes);
    for (int i = firstBlock; i < endBlock; i++) {
      in.readBytes(block, 0, block.length);
      for (int row = 0; row < BLOCK; row++) {
        estimates[at++] = estimate(query, row * Integer.BYTES);
      }
    }
  }

  private float estimate(BinaryQuery query, int at) {
    int sum = 0;
    for (int word = 0; word < words; word++) {
      int bits = (int) INT.get(block, word * STRIPE + at);
      int plane = word * BinaryQuery.PLANES;
      sum +=
          Integer.bitCount(bits & query.planes[plane])
              + 2 * Integer.bitCount(bits & query.planes[plane + 1])
              - 4 * Integer.bitCount(bits & query.planes[plane + 2]);
    }
    return query.estimate(
        sum,
        (float) FLOAT.get(block, words * STRIPE + at),
        (float) FLOAT.get(block, (words + 1) * STRIPE + at));
  }
}
