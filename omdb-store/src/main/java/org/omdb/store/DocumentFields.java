// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;
import org.omdb.lucene.VectorLengths;
import org.omdb.store.metadata.MetadataFields;

/** Documents of a store as documents of Lucene, and back. */
final class DocumentFields {

  /** The vector, with the id. */
  static final String VECTOR = "vector";

  /** The text: stored, and its words. */
  static final String TEXT = "text";

  private static final Set<String> STORED = Set.of(TEXT, MetadataFields.STORED);

  private DocumentFields() {}

  /**
   * Fails unless all vectors have the same number of components.
   *
   * @param dimension that vectors must have; 0 for that of the first one
   * @param max the greatest dimension that a vector can have
   * @return what they have; {@code dimension} if there are none
   */
  static int checkDimension(Collection<OmdbDocument> documents, int dimension, int max) {
    int expected = dimension;
    for (OmdbDocument document : documents) {
      int found = document.vector().length;
      expected = expected == 0 ? found : expected;
      if (found != expected || found > max) {
        throw new IllegalArgumentException(
            "document \""
                + document.id()
                + "\": its vector has "
                + found
                + " dimensions, expected "
                + (found != expected ? expected + ", as the others have" : "at most " + max));
      }
    }
    return expected;
  }

  /**
   * The fields of a document.
   *
   * @throws IllegalArgumentException if its id or vector can't be kept
   */
  static Document toLucene(OmdbDocument document, VectorSimilarityFunction similarity) {
    Document fields = new Document();
    try {
      fields.add(new OmdbVectorField(VECTOR, document.id(), document.vector(), similarity));
      VectorLengths.check(similarity, document.vector());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "document \"" + document.id() + "\": " + e.getMessage(), e);
    }
    if (document.text() != null) {
      fields.add(new TextField(TEXT, document.text(), Field.Store.YES));
    }
    MetadataFields.add(fields, document.metadata());
    return fields;
  }

  /** The term of the document with an id. */
  static Term idTerm(String id) {
    return OmdbVectorField.idTerm(VECTOR, id);
  }

  /** Matches the documents with some ids. */
  static Query ids(Collection<String> ids) {
    List<BytesRef> terms = new ArrayList<>(ids.size());
    ids.forEach(id -> terms.add(idTerm(id).bytes()));
    return new TermInSetQuery(VECTOR, terms);
  }

  /** The document with an id, null if there is none. */
  static OmdbDocument find(IndexReader reader, String id) throws IOException {
    int doc = OmdbVectorIds.find(reader, VECTOR, id);
    return doc < 0 ? null : read(reader, reader.storedFields(), doc, id);
  }

  /** Reads the documents of hits, from one of them on. */
  static List<Hit> read(IndexReader reader, TopDocs topDocs) throws IOException {
    StoredFields storedFields = reader.storedFields();
    List<Hit> hits = new ArrayList<>();
    for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, VECTOR, topDocs)) {
      hits.add(new Hit(read(reader, storedFields, hit.doc(), hit.id()), hit.score()));
    }
    return hits;
  }

  private static OmdbDocument read(
      IndexReader reader, StoredFields storedFields, int doc, String id) throws IOException {
    Document fields = storedFields.document(doc, STORED);
    return new OmdbDocument(
        id,
        readVector(reader, doc),
        fields.get(TEXT),
        MetadataFields.read(fields.getBinaryValue(MetadataFields.STORED)));
  }

  private static float[] readVector(IndexReader reader, int doc) throws IOException {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
    FloatVectorValues vectors = leaf.reader().getFloatVectorValues(VECTOR);
    KnnVectorValues.DocIndexIterator documents = vectors.iterator();
    documents.advance(doc - leaf.docBase);
    return vectors.vectorValue(documents.index()).clone();
  }
}
