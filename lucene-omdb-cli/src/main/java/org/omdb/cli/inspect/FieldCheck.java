// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.cli.console.Progress;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorIdsProvider;
import org.omdb.lucene.ids.resolve.DocValuesIds;
import org.omdb.lucene.ids.resolve.FieldIds;

/** Checks a vector field in OMDB format in one segment. */
final class FieldCheck {

  private final OpenSegment segment;
  private final FieldInfo field;
  private final VectorIdsProvider provider;
  private final String where;
  private final Findings findings;
  private final IdProvenance recorded;

  FieldCheck(
      OpenSegment segment,
      FieldInfo field,
      VectorIdsProvider provider,
      String where,
      Findings findings) {
    this.segment = segment;
    this.field = field;
    this.provider = provider;
    this.where = where;
    this.findings = findings;
    this.recorded = IdProvenance.of(field);
  }

  void run(Checked checked, Progress progress) throws IOException {
    KnnVectorValues values = segment.values(field);
    IdTableReader ids = provider.getVectorIds(field.name);
    checked.vectors += values.size();
    checked.ids += ids.idCount();
    checkRecorded(values.size(), ids.idCount());
    findings.guard(where, "id_index", () -> ids.verify(checkedIds -> {}));
    // Copies, because all iterators of one instance share a position.
    findings.guard(where, "documents", () -> checkDocuments(copy(values)));
    findings.guard(where, "ids_of_documents", () -> checkIdsOfDocuments(copy(values), ids));
    findings.guard(where, "vectors_finite", () -> checkVectors(values, progress));
    findings.guard(where, "graph", () -> checkGraph(values.size(), checked));
  }

  /** Lucene's empty values can't be copied, and need not be. */
  private static KnnVectorValues copy(KnnVectorValues values) throws IOException {
    return values.size() == 0 ? values : values.copy();
  }

  /** Checks what the field infos say of ids: a merge uses it to notice that it would lose one. */
  private void checkRecorded(int vectors, int ids) {
    if (ids > 0 && recorded.hadIds() == false) {
      findings.problem(
          where, "recorded_ids", "what the field infos say of ids", "none", ids + " ids");
    }
    int expected = ids == vectors ? vectors : -1;
    if (recorded.vectorsWithIds() != expected) {
      findings.problem(
          where,
          "recorded_ids",
          "number of vectors that all have an id, by the field infos,",
          recorded.vectorsWithIds(),
          expected);
    }
  }

  /** Checks that documents ascend with their ordinals. */
  private void checkDocuments(KnnVectorValues values) throws IOException {
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    int maxDoc = segment.info().maxDoc();
    int expected = 0;
    int previous = -1;
    for (int doc = documents.nextDoc(); doc != NO_MORE_DOCS; doc = documents.nextDoc()) {
      String place = "the document of ordinal " + expected;
      if (doc <= previous || doc >= maxDoc) {
        findings.problem(
            where, "documents", place, doc, "one from " + (previous + 1) + " to " + (maxDoc - 1));
      }
      if (documents.index() != expected) {
        findings.problem(
            where, "documents", "the ordinal of document " + doc, documents.index(), expected);
      } else if (expected < values.size() && values.ordToDoc(expected) != doc) {
        findings.problem(where, "documents", place, values.ordToDoc(expected), doc);
      }
      previous = doc;
      expected++;
    }
    if (expected != values.size()) {
      findings.problem(
          where, "documents", "number of documents with a vector", expected, values.size());
    }
  }

  private void checkIdsOfDocuments(KnnVectorValues values, IdTableReader ids) throws IOException {
    noteUpdate(field);
    for (String name : recorded.followedIdFields()) {
      FieldInfo idField = segment.fieldInfos().fieldInfo(name);
      if (idField != null) {
        noteUpdate(idField);
      }
    }
    if (segment.docValues() == null) {
      return;
    }
    List<FieldIds> docValues = new ArrayList<>();
    docValues.add(DocValuesIds.own(field, segment.docValues()));
    for (String name : recorded.followedIdFields()) {
      docValues.add(
          DocValuesIds.ofField(
              segment.fieldInfos().fieldInfo(name), field.name, segment.docValues()));
    }
    docValues.removeIf(view -> view == FieldIds.NONE);
    if (docValues.isEmpty()) {
      return;
    }
    Bits live = segment.liveDocuments();
    BytesRef id = new BytesRef();
    long onlyInTable = 0;
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    for (int doc = documents.nextDoc(); doc != NO_MORE_DOCS; doc = documents.nextDoc()) {
      if (live != null && live.get(doc) == false) {
        continue;
      }
      BytesRef expected = null;
      for (int i = 0; expected == null && i < docValues.size(); i++) {
        expected = docValues.get(i).id(doc);
      }
      boolean found = ids.read(documents.index(), id);
      if (expected == null) {
        onlyInTable += found ? 1 : 0;
      } else if (found == false || id.bytesEquals(expected) == false) {
        findings.problem(
            where,
            "ids_of_documents",
            "id of vector " + documents.index() + ", document " + doc + ",",
            found ? Words.quote(id) : "none",
            Words.quote(expected) + " by the doc values");
      }
    }
    if (onlyInTable > 0) {
      findings.note(
          where,
          "ids_of_documents",
          Words.counted(onlyInTable, "id")
              + " can't be compared: their documents have none in their doc values");
    }
  }

  private void noteUpdate(FieldInfo ids) {
    if (segment.hasUpdatedDocValues(ids)) {
      findings.note(
          where,
          "updated_ids",
          "doc values of field "
              + Words.quote(ids.name)
              + " were updated later; the ids are those of before, and were compared with those");
    }
  }

  private void checkVectors(KnnVectorValues values, Progress progress) throws IOException {
    if (field.getVectorEncoding() == VectorEncoding.FLOAT32
        && values.size() > 0
        && values instanceof HasIndexSlice vectors) {
      new FiniteCheck(where, field.getVectorDimension(), findings)
          .run(vectors.getSlice().clone(), progress);
    } // every byte is a valid component
  }

  private void checkGraph(int vectors, Checked checked) throws IOException {
    if (segment.vectors(field) instanceof HnswGraphProvider graphs) {
      HnswGraph graph = graphs.getGraph(field.name);
      if (graph != null && graph.size() > 0) { // Lucene builds none for a tiny segment
        new GraphCheck(where, graph, findings).run(vectors);
        checked.graphNodes += graph.size();
      }
    }
  }
}
