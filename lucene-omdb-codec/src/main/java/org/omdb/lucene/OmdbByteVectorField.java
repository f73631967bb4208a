// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * A byte vector with its string id, for an index written by {@link OmdbCodec}.
 *
 * <p>One field is three things under one name: the vector, its id as BINARY doc values, and its id
 * as an indexed term. So this is upsert, which leaves one document per id however often it is
 * called:
 *
 * <pre class="prettyprint">
 * Document document = new Document();
 * document.add(new OmdbByteVectorField("embedding", "user_12345", vector, COSINE));
 * writer.updateDocument(OmdbByteVectorField.idTerm("embedding", "user_12345"), document);
 * </pre>
 *
 * <p>{@code addDocument} does not look whether the id is there already. All documents of an index
 * that have the field must have it as this class, with one dimension and similarity: Lucene fixes a
 * field's schema with its first document.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class OmdbByteVectorField extends KnnByteVectorField {

  private BytesRef id;

  /**
   * A vector and its id.
   *
   * @param name the field
   * @param id 1 to 32,766 bytes when encoded as UTF-8
   * @param vector 1 to 16,384 components; not copied before the document is added
   * @param similarity how vectors of this field are compared
   * @throws IllegalArgumentException if the id is null, empty, too long or has an unpaired
   *     surrogate, or if Lucene refuses the vector: empty, or all zeros under cosine similarity
   */
  public OmdbByteVectorField(
      String name, String id, byte[] vector, VectorSimilarityFunction similarity) {
    super(
        name,
        checkNotNull(name, vector),
        VectorId.fieldType(vector.length, VectorEncoding.BYTE, similarity));
    this.id = VectorId.encode(name, id);
  }

  private static byte[] checkNotNull(String name, byte[] vector) {
    if (vector == null) {
      throw new IllegalArgumentException("vector of field \"" + name + "\" must not be null");
    }
    return vector;
  }

  /**
   * The term that finds, updates and deletes the document with an id.
   *
   * @param name the field
   * @param id the id
   * @return a term for {@code updateDocument}, {@code deleteDocuments} or {@code TermQuery}
   * @throws IllegalArgumentException if no document can have such an id
   */
  public static Term idTerm(String name, String id) {
    return new Term(name, VectorId.encode(name, id));
  }

  /**
   * The id.
   *
   * @return as it was given
   */
  public String id() {
    return id.utf8ToString();
  }

  /**
   * Changes the id, for callers that use one field instance for many documents.
   *
   * @param id 1 to 32,766 bytes when encoded as UTF-8
   * @throws IllegalArgumentException as the constructor
   */
  public void setId(String id) {
    this.id = VectorId.encode(name, id);
  }

  /** The id in UTF-8: the doc value and the indexed term. */
  @Override
  public BytesRef binaryValue() {
    return id;
  }

  @Override
  public InvertableType invertableType() {
    return InvertableType.BINARY;
  }
}
