// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.source.binary;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Locale;
import org.omdb.cli.source.file.BadInput;

/**
 * How a component is encoded in a binary file, and how it is decoded to float32.
 *
 * <p>Numbers with a fraction are rounded to the nearest float32. Whole numbers are not: one that
 * float32 can't hold exactly, which takes more than 24 bits, is rather an id or a hash than a
 * component, and becomes NaN.
 */
public enum Element {
  /** 0 to 255. */
  UINT8(1) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row.get(i) & 0xff;
      }
    }
  },

  /** -128 to 127. */
  INT8(1) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row.get(i);
      }
    }
  },

  /** 0 to 65,535. */
  UINT16(2) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = Short.toUnsignedInt(row.getShort(i * Short.BYTES));
      }
    }
  },

  /** -32,768 to 32,767. */
  INT16(2) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row.getShort(i * Short.BYTES);
      }
    }
  },

  /** 0 to 2^32 - 1, if float32 can hold it. */
  UINT32(4) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = exact(Integer.toUnsignedLong(row.getInt(i * Integer.BYTES)));
      }
    }

    @Override
    public Object valueAt(ByteBuffer row, float[] vector, int component) {
      return Integer.toUnsignedString(row.getInt(component * Integer.BYTES));
    }

    @Override
    public String expected() {
      return WHOLE;
    }
  },

  /** -2^31 to 2^31 - 1, if float32 can hold it. */
  INT32(4) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = exact(row.getInt(i * Integer.BYTES));
      }
    }

    @Override
    public Object valueAt(ByteBuffer row, float[] vector, int component) {
      return row.getInt(component * Integer.BYTES);
    }

    @Override
    public String expected() {
      return WHOLE;
    }
  },

  /** -2^63 to 2^63 - 1, if float32 can hold it. */
  INT64(8) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = exact(row.getLong(i * Long.BYTES));
      }
    }

    @Override
    public Object valueAt(ByteBuffer row, float[] vector, int component) {
      return row.getLong(component * Long.BYTES);
    }

    @Override
    public String expected() {
      return WHOLE;
    }
  },

  /** IEEE 754 binary16. */
  FLOAT16(2) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      ShortBuffer shorts = row.asShortBuffer();
      for (int i = 0; i < vector.length; i++) {
        vector[i] = Float.float16ToFloat(shorts.get(i));
      }
    }
  },

  /** IEEE 754 binary32. */
  FLOAT32(4) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      row.asFloatBuffer().get(vector);
    }
  },

  /** IEEE 754 binary64, rounded to the nearest float32; infinite if it is out of range. */
  FLOAT64(8) {
    @Override
    public void decode(ByteBuffer row, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) row.getDouble(i * Double.BYTES);
      }
    }

    @Override
    public Object valueAt(ByteBuffer row, float[] vector, int component) {
      return row.getDouble(component * Double.BYTES);
    }
  };

  /** What messages expect of whole numbers. */
  public static final String WHOLE =
      "a whole number that float32 holds exactly, as all up to 16777216 are";

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
   * @param vector as long as the row; NaN or infinite where a component can't be one
   */
  public abstract void decode(ByteBuffer row, float[] vector);

  /**
   * Decodes a whole number.
   *
   * @param value the number
   * @return NaN if float32 can't hold it
   */
  public static float exact(long value) {
    float nearest = value;
    // 2^63 would be cut to 2^63 - 1, and look equal to it.
    return (long) nearest == value && nearest != 0x1p63f ? nearest : Float.NaN;
  }

  /** For messages and help. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What the file has for a decoded component, for a message.
   *
   * @param row as of {@link #decode}
   * @param vector decoded from it
   * @param component number, from 0
   * @return the value
   */
  public Object valueAt(ByteBuffer row, float[] vector, int component) {
    return vector[component];
  }

  /**
   * What a component must be.
   *
   * @return for a message
   */
  public String expected() {
    return BadInput.FINITE;
  }
}
