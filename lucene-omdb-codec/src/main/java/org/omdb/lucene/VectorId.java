// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.UnicodeUtil;

/** What {@link OmdbVectorField} and {@link OmdbByteVectorField} have in common. */
final class VectorId {

  private VectorId() {}

  /** Fails early with the field's name, where Lucene's constructor would fail without it. */
  static <T> T checkNotNull(String field, T vector) {
    if (vector == null) {
      throw new IllegalArgumentException("vector of field \"" + field + "\" must not be null");
    }
    return vector;
  }

  /** The term that is the id of one document. */
  static Term term(String field, String id) {
    return new Term(field, encode(field, id));
  }

  /** Checks an id and encodes it as UTF-8. */
  static BytesRef encode(String field, String id) {
    if (id == null || id.isEmpty()) {
      throw new IllegalArgumentException(
          "the id of vector field \""
              + field
              + "\" must have 1 to "
              + IndexWriter.MAX_TERM_LENGTH
              + " bytes of UTF-8, got "
              + (id == null ? "null" : "an empty string"));
    }
    if (UnicodeUtil.validUTF16String(id) == false) {
      throw new IllegalArgumentException(
          "the id of vector field \""
              + field
              + "\" has an unpaired surrogate, which UTF-8 can't express: "
              + UnicodeUtil.toHexString(id));
    }
    int length = UnicodeUtil.calcUTF16toUTF8Length(id, 0, id.length());
    if (length > IndexWriter.MAX_TERM_LENGTH) {
      throw new IllegalArgumentException(
          "the id of vector field \""
              + field
              + "\" must have 1 to "
              + IndexWriter.MAX_TERM_LENGTH
              + " bytes of UTF-8, got "
              + length
              + ": \""
              + id.substring(0, 30)
              + "...\"");
    }
    return new BytesRef(id);
  }

  /** The type of a vector field that also has a BINARY doc value and an indexed term. */
  static FieldType fieldType(
      int dimension, VectorEncoding encoding, VectorSimilarityFunction similarity) {
    if (similarity == null) {
      throw new IllegalArgumentException("similarity function must not be null");
    }
    if (dimension == 0) {
      throw new IllegalArgumentException("cannot index an empty vector");
    }
    FieldType type = new FieldType();
    type.setVectorAttributes(dimension, encoding, similarity);
    type.setDocValuesType(DocValuesType.BINARY);
    type.setIndexOptions(IndexOptions.DOCS);
    type.setOmitNorms(true);
    type.setTokenized(false);
    type.freeze();
    return type;
  }
}
