// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.io.IOException;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.VectorEncoding;

/**
 * The vectors of one field of one segment, by ordinal, as floats whatever their type. For one
 * thread.
 */
public abstract sealed class VectorRows {

  private final KnnVectorValues values;

  private VectorRows(KnnVectorValues values) {
    this.values = values;
  }

  /**
   * Opens the vectors of a field.
   *
   * @param reader of the segment
   * @param field name of the field
   * @return the vectors; null if the segment has none
   * @throws IOException if reading fails
   */
  public static VectorRows of(LeafReader reader, String field) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(field);
    if (info == null || info.hasVectorValues() == false) {
      return null;
    }
    return info.getVectorEncoding() == VectorEncoding.BYTE
        ? new OfBytes(reader.getByteVectorValues(field))
        : new OfFloats(reader.getFloatVectorValues(field));
  }

  /**
   * The number of vectors, those of deleted documents included.
   *
   * @return one more than the last ordinal
   */
  public final int size() {
    return values.size();
  }

  /**
   * The documents that have a vector, with the ordinals of these.
   *
   * @return an iterator in the order of documents
   */
  public final KnnVectorValues.DocIndexIterator iterator() {
    return values.iterator();
  }

  /**
   * Reads a vector.
   *
   * @param ordinal 0 to size - 1
   * @return the vector, which the next call may overwrite
   * @throws IOException if reading fails
   */
  public abstract float[] get(int ordinal) throws IOException;

  /**
   * A component as its type: bytes are written without a decimal point.
   *
   * @param component of a vector of this field
   * @return the same number
   */
  abstract Number number(float component);

  private static final class OfFloats extends VectorRows {

    private final FloatVectorValues floats;

    OfFloats(FloatVectorValues floats) {
      super(floats);
      this.floats = floats;
    }

    @Override
    public float[] get(int ordinal) throws IOException {
      return floats.vectorValue(ordinal);
    }

    @Override
    Number number(float component) {
      return component;
    }
  }

  private static final class OfBytes extends VectorRows {

    private final ByteVectorValues bytes;
    private final float[] vector;

    OfBytes(ByteVectorValues bytes) {
      super(bytes);
      this.bytes = bytes;
      this.vector = new float[bytes.dimension()];
    }

    @Override
    public float[] get(int ordinal) throws IOException {
      byte[] row = bytes.vectorValue(ordinal);
      for (int i = 0; i < vector.length; i++) {
        vector[i] = row[i];
      }
      return vector;
    }

    @Override
    Number number(float component) {
      return (int) component;
    }
  }
}
