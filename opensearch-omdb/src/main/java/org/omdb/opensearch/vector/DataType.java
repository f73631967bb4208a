// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.vector;

import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.omdb.lucene.OmdbByteVectorField;
import org.omdb.lucene.OmdbVectorField;

/**
 * The type of the components of a field's vectors: the values of a mapping's {@code data_type}.
 *
 * <p>The plugin has vectors as floats, whatever their type, since all bytes are floats too. They
 * become bytes where Lucene gets them.
 */
public enum DataType {
  /** Four bytes, any finite number. */
  FLOAT {
    @Override
    public void check(String field, float[] vector) {}

    @Override
    public IndexableField field(
        String name, String id, float[] vector, VectorSimilarityFunction similarity) {
      return new OmdbVectorField(name, id, vector, similarity);
    }
  },

  /** One byte, a whole number from -128 to 127. */
  BYTE {
    @Override
    public void check(String field, float[] vector) {
      for (int i = 0; i < vector.length; i++) {
        if (vector[i] != (byte) vector[i]) {
          throw new IllegalArgumentException(
              "component "
                  + i
                  + " of the vector of field ["
                  + field
                  + "] must be a whole number from -128 to 127, because its data_type is [byte],"
                  + " got "
                  + vector[i]);
        }
      }
    }

    @Override
    public IndexableField field(
        String name, String id, float[] vector, VectorSimilarityFunction similarity) {
      return new OmdbByteVectorField(name, id, bytes(vector), similarity);
    }
  };

  /**
   * Finds a type by its name in a mapping.
   *
   * @param name in lower case
   * @return the type of that name
   * @throws IllegalArgumentException if no type has that name
   */
  public static DataType of(String name) {
    for (DataType type : values()) {
      if (type.toString().equals(name)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        "[data_type] must be one of "
            + Arrays.toString(values())
            + ", got ["
            + name
            + "]: these are what the OMDB layout has");
  }

  /**
   * Converts a vector.
   *
   * @param vector of the type {@link #BYTE}
   * @return the same components
   */
  public static byte[] bytes(float[] vector) {
    byte[] bytes = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      bytes[i] = (byte) vector[i];
    }
    return bytes;
  }

  /**
   * Checks that a vector has this type.
   *
   * @param field name of the field, for the error message
   * @param vector finite components
   * @throws IllegalArgumentException if a component can't be of this type
   */
  public abstract void check(String field, float[] vector);

  /**
   * Makes what Lucene indexes.
   *
   * @param name of the field
   * @param id of the vector
   * @param vector of this type
   * @param similarity of the field
   * @return a field for one document
   */
  public abstract IndexableField field(
      String name, String id, float[] vector, VectorSimilarityFunction similarity);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
