// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** How a component is encoded in a binary file, and how it is decoded to float32. */
public enum Element {
  /** 0 to 255. */
  UINT8(1) {
    @Override
    void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row.get(i) & 0xff;
      }
    }
  },

  /** -128 to 127. */
  INT8(1) {
    @Override
    void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row.get(i);
      }
    }
  },

  /** IEEE 754 binary16. */
  FLOAT16(2) {
    @Override
    void decode(ByteBuffer row, float[] vector) {
      ShortBuffer shorts = row.asShortBuffer();
      for (int i = 0; i < vector.length; i++) {
        vector[i] = Float.float16ToFloat(shorts.get(i));
      }
    }
  },

  /** IEEE 754 binary32. */
  FLOAT32(4) {
    @Override
    void decode(ByteBuffer row, float[] vector) {
      row.asFloatBuffer().get(vector);
    }
  },

  /** IEEE 754 binary64, rounded to the nearest float32; infinite if it is out of range. */
  FLOAT64(8) {
    @Override
    void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) row.getDouble(i * Double.BYTES);
      }
    }

    @Override
    Object valueAt(ByteBuffer row, float[] vector, int component) {
      return row.getDouble(component * Double.BYTES);
    }
  };

  private final int bytes;

  Element(int bytes) {
    this.bytes = bytes;
  }

  /** {@return the size of a component in bytes} */
  public int bytes() {
    return bytes;
  }

  /**
   * Decodes a whole row.
   *
   * @param row starts at position 0, with the file's byte order
   * @param vector as long as the row
   */
  abstract void decode(ByteBuffer row, float[] vector);

  /** What the file has for a decoded component, for a message. */
  Object valueAt(ByteBuffer row, float[] vector, int component) {
    return vector[component];
  }
}
