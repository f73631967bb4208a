// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOSupplier;
import org.omdb.image.Utf8;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorIds;

/**
 * Ids that are not all in an id table yet, or not in their newest state: found per document where
 * {@link IdResolver} looks. Correct, and as fast as the places are: counting ids reads all
 * documents, and so does finding a vector by its id, unless the ids are the terms of a field.
 * Whether they are is found out once per segment, by reading all documents.
 */
final class ResolvedVectorIds implements VectorIds {

  /** The field whose terms are the ids of a segment's vectors, "" for none. */
  private static final Map<TermsKey, String> IDS_ARE_TERMS_OF = new ConcurrentHashMap<>();

  /**
   * What that depends on.
   *
   * @param generations of the doc values of all fields that ids come from, which updates change; -2
   *     where the segment does not have the field yet
   */
  private record TermsKey(
      IndexReader.CacheKey segment,
      String vectorField,
      List<String> idFields,
      List<Long> generations) {}

  private final LeafReader reader;
  private final FieldInfo vectorField;
  private final IOSupplier<KnnVectorValues> openValues;
  private final KnnVectorValues values;
  private final IdResolver ids;
  private final OpenedIdFields fields;
  private final IdProvenance recorded;
  private final List<String> idFields;
  private int idCount = -1;

  /**
   * @param openValues the vectors, from their start each time
   * @param table the segment's id table, null if it has none or a wrapper hides it
   * @param idFields where to look last
   */
  ResolvedVectorIds(
      LeafReader reader,
      FieldInfo vectorField,
      IOSupplier<KnnVectorValues> openValues,
      IdTableReader table,
      List<String> idFields)
      throws IOException {
    this.reader = reader;
    this.vectorField = vectorField;
    this.openValues = openValues;
    this.values = openValues.get();
    this.ids =
        new IdResolver(
            new IdResolver.Source(
                "reading " + reader,
                reader.getFieldInfos(),
                vectorField.name,
                values.size(),
                table),
            idFields);
    this.recorded = IdProvenance.of(vectorField);
    this.idFields = recorded.otherIdFields(idFields);
    this.fields = new OpenedIdFields(new LeafIdFields(reader), vectorField);
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
    return ids.id(fields, values.ordToDoc(ordinal), ordinal);
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
    if (found.length == 0 || Utf8.isWellFormed(found) == false) {
      throw new IllegalArgumentException(
          "document "
              + values.ordToDoc(ordinal)
              + " of "
              + reader
              + " has an id for vector field \""
              + vectorField.name
              + "\" that an id table can't hold: "
              + found
              + "; ids are UTF-8 and not empty");
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
    String indexed = idsAreTermsOf();
    if (indexed.isEmpty() == false) {
      return findByTerm(reader.terms(indexed), id, wanted);
    }
    int found = -1;
    for (int ordinal = 0; ordinal < values.size(); ordinal++) {
      if (wanted.test(ordinal) && id.equals(id(ordinal))) {
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
    KnnVectorValues.DocIndexIterator vectors = openValues.get().iterator();
    for (int doc = postings.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = postings.nextDoc()) {
      if (vectors.docID() < doc) {
        vectors.advance(doc);
      }
      if (vectors.docID() == doc && wanted.test(vectors.index())) {
        found = vectors.index();
      }
    }
    return found;
  }

  /** The field whose terms are the ids of all vectors, "" if there is none. */
  private String idsAreTermsOf() throws IOException {
    IndexReader.CacheHelper segment = reader.getCoreCacheHelper();
    TermsKey key =
        segment == null
            ? null
            : new TermsKey(segment.getKey(), vectorField.name, idFields, generations());
    String known = key == null ? null : IDS_ARE_TERMS_OF.get(key);
    if (known == null) {
      known = "";
      for (String idField : idFields) {
        if (known.isEmpty() && areTermsOf(idField)) {
          known = idField;
        }
      }
      if (key != null && IDS_ARE_TERMS_OF.put(key, known) == null) {
        segment.addClosedListener(closed -> IDS_ARE_TERMS_OF.remove(key));
      }
    }
    return known;
  }

  private List<Long> generations() {
    List<Long> generations = new ArrayList<>();
    for (List<String> names : List.of(recorded.followedIdFields(), idFields)) {
      for (String name : names) {
        FieldInfo info = reader.getFieldInfos().fieldInfo(name);
        generations.add(info == null ? -2 : info.getDocValuesGen());
      }
    }
    return generations;
  }

  private boolean areTermsOf(String idField) throws IOException {
    FieldInfo info = reader.getFieldInfos().fieldInfo(idField);
    Terms terms =
        info == null || info.getIndexOptions() == IndexOptions.NONE ? null : reader.terms(idField);
    if (terms == null) {
      return false;
    }
    PostingsIds termIds = new PostingsIds(terms, idField, reader.maxDoc());
    try {
      for (int ordinal = 0; ordinal < values.size(); ordinal++) {
        if (termIds.hasOnly(id(ordinal), values.ordToDoc(ordinal)) == false) {
          return false;
        }
      }
      return true;
    } catch (
        @SuppressWarnings("unused")
        IllegalArgumentException e) {
      // A value that is no id, maybe of a deleted document: matters to who asks for that one.
      return false;
    }
  }
}
