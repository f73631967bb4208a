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
 * Ids of a segment of which some are not in an id table, or are newer than there. Each is found by
 * {@link IdResolver}. To count the ids reads all documents. So does finding the vector of an id,
 * unless some field has exactly these ids as its terms. Whether there is such a field is found out
 * once per segment, by reading all documents. For one thread.
 */
final class ResolvedVectorIds implements VectorIds {

  /** What is known of segments until their last reader is closed, the latest first. */
  private static final Map<TermsKey, List<IdsAreTerms>> IDS_ARE_TERMS = new ConcurrentHashMap<>();

  /** Generations of a segment that are kept: an old reader may be in use beside newer ones. */
  static final int KEPT_GENERATIONS = 4;

  private record TermsKey(
      IndexReader.CacheKey segment, String vectorField, List<String> idFields) {}

  /**
   * The field whose terms are exactly the ids of the vectors of a segment.
   *
   * @param generations the doc values generations of all fields that ids come from, which change
   *     with updates; -2 for a field that the segment does not have
   * @param field "" for none
   */
  private record IdsAreTerms(List<Long> generations, String field) {}

  private final LeafReader reader;
  private final FieldInfo vectorField;
  private final IOSupplier<KnnVectorValues> openValues;
  private final KnnVectorValues values;
  private final IdResolver ids;
  private final OpenedIdFields fields;
  private final IdProvenance provenance;
  private final List<String> idFields;
  private int idCount = -1;

  /**
   * @param openValues opens the vectors
   * @param table the id table of the segment, null if it has none or a wrapper hides it
   * @param idFields the id fields that are asked last
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
    this.provenance = IdProvenance.of(vectorField);
    this.idFields = provenance.otherIdFields(idFields);
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

  /** The field whose terms are exactly the ids of the vectors; "" for none. */
  private String idsAreTermsOf() throws IOException {
    IndexReader.CacheHelper segment = reader.getCoreCacheHelper();
    if (segment == null) {
      return findIdsAreTermsOf();
    }
    TermsKey key = new TermsKey(segment.getKey(), vectorField.name, idFields);
    List<Long> generations = generations();
    List<IdsAreTerms> known = IDS_ARE_TERMS.getOrDefault(key, List.of());
    for (IdsAreTerms ofGeneration : known) {
      if (ofGeneration.generations.equals(generations)) {
        return ofGeneration.field;
      }
    }
    List<IdsAreTerms> all = new ArrayList<>();
    all.add(new IdsAreTerms(generations, findIdsAreTermsOf()));
    all.addAll(known.subList(0, Math.min(known.size(), KEPT_GENERATIONS - 1)));
    if (IDS_ARE_TERMS.put(key, all) == null) {
      segment.addClosedListener(closed -> IDS_ARE_TERMS.remove(key));
    }
    return all.get(0).field;
  }

  /** What is kept of all segments at the moment. For tests. */
  static int keptGenerations() {
    return IDS_ARE_TERMS.values().stream().mapToInt(List::size).sum();
  }

  private String findIdsAreTermsOf() throws IOException {
    for (String idField : idFields) {
      if (areTermsOf(idField)) {
        return idField;
      }
    }
    return "";
  }

  private List<Long> generations() {
    List<Long> generations = new ArrayList<>();
    for (List<String> names : List.of(provenance.followedIdFields(), idFields)) {
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
      // Some value is no id. It may be of a deleted document, so it is no error here.
      return false;
    }
  }
}
