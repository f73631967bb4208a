// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/**
 * Ids that are not all in an id table yet, or not in their newest state: found per document where
 * {@link SourceIds} looks. Correct, and as fast as the places are: counting ids and finding a
 * vector by an id that is not indexed read all documents.
 */
final class ScatteredVectorIds implements VectorIds {

  private final LeafReader reader;
  private final KnnVectorValues values;
  private final SourceIds ids;
  private final IdPlaces places;
  private final SegmentVectorIds table;
  private final List<String> idFields;
  private int idCount = -1;

  /**
   * @param table the segment's id table, null if it has none or a wrapper hides it
   * @param idFields where to look last
   */
  ScatteredVectorIds(
      LeafReader reader,
      FieldInfo vectorField,
      KnnVectorValues values,
      SegmentVectorIds table,
      List<String> idFields)
      throws IOException {
    this.reader = reader;
    this.values = values;
    this.table = table;
    this.idFields = idFields;
    this.ids = new SourceIds("reading " + reader, vectorField, values.size(), table, idFields);
    this.ids.checkFields(reader.getFieldInfos());
    this.places = new IdPlaces(new LeafIdFields(reader), vectorField);
  }

  @Override
  public int size() {
    return values.size();
  }

  @Override
  public int idCount() throws IOException {
    if (idCount < 0) {
      int count = 0;
      for (int ordinal = 0; ordinal < values.size(); ordinal++) {
        if (id(ordinal) != null) {
          count++;
        }
      }
      idCount = count;
    }
    return idCount;
  }

  private BytesRef id(int ordinal) throws IOException {
    return ids.id(places, values.ordToDoc(ordinal), ordinal);
  }

  @Override
  public boolean read(int ordinal, BytesRef id) throws IOException {
    if (ordinal < 0 || ordinal >= values.size()) {
      throw new IndexOutOfBoundsException(
          "ordinal " + ordinal + " of " + values.size() + " vectors");
    }
    BytesRef found = id(ordinal);
    if (found == null) {
      return false;
    }
    if (id.bytes.length < found.length) {
      id.bytes = new byte[ArrayUtil.oversize(found.length, Byte.BYTES)];
    }
    System.arraycopy(found.bytes, found.offset, id.bytes, 0, found.length);
    id.offset = 0;
    id.length = found.length;
    return true;
  }

  @Override
  public int find(BytesRef id, IntPredicate wanted) throws IOException {
    int found = table == null ? -1 : table.find(id, wanted);
    if (found >= 0 && id.equals(id(found))) { // not updated since
      return found;
    }
    for (String idField : idFields) {
      Terms terms = reader.terms(idField);
      if (terms != null) {
        found = findByTerm(terms, id, wanted);
        // Postings of all documents tell everything; else one may have the id in another way.
        if (found >= 0 || terms.getDocCount() == reader.maxDoc()) {
          return found;
        }
      }
    }
    found = -1;
    for (int ordinal = 0; ordinal < values.size(); ordinal++) {
      if (id.equals(id(ordinal)) && wanted.test(ordinal)) {
        found = ordinal;
      }
    }
    return found;
  }

  private int findByTerm(Terms terms, BytesRef id, IntPredicate wanted) throws IOException {
    TermsEnum termsEnum = terms.iterator();
    if (termsEnum.seekExact(id) == false) {
      return -1;
    }
    int found = -1;
    PostingsEnum postings = termsEnum.postings(null, PostingsEnum.NONE);
    KnnVectorValues.DocIndexIterator vectors = values.copy().iterator();
    for (int doc = postings.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = postings.nextDoc()) {
      if (vectors.docID() < doc) {
        vectors.advance(doc);
      }
      // The term counts only if no place that comes before it says otherwise.
      if (vectors.docID() == doc
          && id.equals(id(vectors.index()))
          && wanted.test(vectors.index())) {
        found = vectors.index();
      }
    }
    return found;
  }
}
