// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import org.apache.lucene.document.InvertableType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/**
 * A float32 vector with its string id, for an index written by {@link OmdbCodec}.
 *
 * <p>The field has three parts under one name: the vector, the id as BINARY doc values, and the id
 * as an indexed term. The term makes upsert possible, which leaves one document per id however
 * often it is called:
 *
 * <pre class="prettyprint">
 * Document document = new Document();
 * document.add(new OmdbVectorField("embedding", "user_12345", vector, COSINE));
 * writer.updateDocument(OmdbVectorField.idTerm("embedding", "user_12345"), document);
 * </pre>
 *
 * <p>{@code addDocument} does not check whether the index has the id already. Lucene fixes the
 * schema of a field with the first document that has it: all others must have it as this class too,
 * with the same dimension and similarity.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class OmdbVectorField extends KnnFloatVectorField {

  private BytesRef id;

  /**
   * A vector and its id.
   *
   * @param name the field
   * @param id 1 to 32,766 bytes when encoded as UTF-8
   * @param vector 1 to 16,384 finite components; not copied before the document is added
   * @param similarity how vectors of this field are compared
   * @throws IllegalArgumentException if the id is null, empty, too long or has an unpaired
   *     surrogate, or if Lucene refuses the vector: empty, with a NaN or infinite component, or all
   *     zeros under cosine similarity
   */
  public OmdbVectorField(
      String name, String id, float[] vector, VectorSimilarityFunction similarity) {
    super(
        name,
        VectorId.checkNotNull(name, vector),
        VectorId.fieldType(vector.length, VectorEncoding.FLOAT32, similarity));
    this.id = VectorId.encode(name, id);
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
    return VectorId.term(name, id);
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
