// SPDX-License-Identifier: Apache-2.0
package org.omdb.code;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;

/**
 * Reads binary rows block by block from any input, and compares them in plain Java. A scan with it
 * is slower than a graph walk. It is the reference that other kernels are tested against.
 */
final class ReadBinaryRows extends BinaryRows {

  private final IndexInput in;
  private final int[] block;
  private final float[] corrections = new float[2 * BLOCK]; // of a block: scales, biases

  ReadBinaryRows(IndexInput in, int dimension) {
    super(dimension);
    this.in = in;
    this.block = new int[words * BLOCK];
  }

  @Override
  public boolean isFast() {
    return false;
  }

  @Override
  public void estimate(BinaryQuery query, int firstBlock, int endBlock, float[] estimates)
      throws IOException {
    in.seek(firstBlock * blockBytes);
    for (int i = firstBlock; i < endBlock; i++) {
      in.readInts(block, 0, block.length);
      in.readFloats(corrections, 0, corrections.length);
      for (int row = 0; row < BLOCK; row++) {
        estimates[(i - firstBlock) * BLOCK + row] = estimate(query, row);
      }
    }
  }

  private float estimate(BinaryQuery query, int row) {
    int[] planes = query.planes;
    int ones = 0;
    int twos = 0;
    int fours = 0;
    for (int word = 0; word < words; word++) {
      int bits = block[word * BLOCK + row];
      int plane = word * BinaryQuery.PLANES;
      ones += Integer.bitCount(bits & planes[plane]);
      twos += Integer.bitCount(bits & planes[plane + 1]);
      fours += Integer.bitCount(bits & planes[plane + 2]);
    }
    return query.estimate(ones + 2 * twos - 4 * fours, corrections[row], corrections[BLOCK + row]);
  }
}
