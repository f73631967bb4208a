// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.imports;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValuesType;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.columns.IndexedColumns;
import org.omdb.cli.columns.OwnFields;
import org.omdb.cli.console.CommandFailure;
import org.omdb.lucene.OmdbVectorIds;

/**
 * The documents that the import of a file would replace. Tells which of them must not be: those
 * with an id that this file's import did not make up, and those with fields that it does not write.
 * Sees the index as it was when first asked. For one thread.
 *
 * <p>A document with a made-up id has the term of its file in a field for that purpose. A made-up
 * id may replace such a document, as when an import is run again, and no other.
 */
final class ExistingDocuments implements Closeable {

  private final IndexWriter writer;
  private final String field;
  private final String madeUpTerm;
  private boolean storedFields;
  private DirectoryReader reader;
  private List<OmdbVectorIds> ids;
  private List<FieldInfo> otherFields;

  /**
   * @param field the vector field
   * @param madeUpTerm of the file that is imported, see {@link Input#madeUpTerm}
   */
  ExistingDocuments(IndexWriter writer, String field, String madeUpTerm) {
    this.writer = writer;
    this.field = field;
    this.madeUpTerm = madeUpTerm;
  }

  private void open() throws IOException, CommandFailure {
    if (reader != null) {
      return;
    }
    reader = DirectoryReader.open(writer);
    ids = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      try {
        ids.add(OmdbVectorIds.of(leaf.reader(), field));
      } catch (IllegalArgumentException e) { // not in OMDB yet
        throw CommandFailure.data(e.getMessage());
      }
    }
    otherFields = new ArrayList<>();
    for (FieldInfo info : FieldInfos.getMergedFieldInfos(reader)) {
      boolean onlyStored =
          info.getIndexOptions() == IndexOptions.NONE
              && info.getDocValuesType() == DocValuesType.NONE
              && info.getPointDimensionCount() == 0
              && info.hasVectorValues() == false;
      storedFields |= onlyStored;
      if (onlyStored == false
          && info.name.equals(field) == false
          && OwnFields.isMadeUp(info.name) == false
          && info.isSoftDeletesField() == false) {
        otherFields.add(info);
      }
    }
  }

  /** Whether the index has a live document of this id that this file's import did not make up. */
  boolean isOfAnother(String id) throws IOException, CommandFailure {
    open();
    BytesRef bytes = new BytesRef(id);
    for (LeafReaderContext leaf : reader.leaves()) {
      int doc = ids.get(leaf.ord).idToDocument(bytes);
      if (doc >= 0 && isFlagged(leaf.reader(), doc) == false) {
        return true;
      }
    }
    return false;
  }

  private boolean isFlagged(LeafReader leaf, int doc) throws IOException {
    PostingsEnum flagged = leaf.postings(new Term(OwnFields.madeUp(field), madeUpTerm));
    return flagged != null && flagged.advance(doc) == doc;
  }

  /**
   * A field that a live document of this id has besides the vector, or may have where Lucene does
   * not tell, as for fields that are only indexed.
   *
   * @param columns names of columns that the new document has too
   * @return null if there is none
   */
  String otherField(String id, Set<String> columns) throws IOException, CommandFailure {
    open();
    if (otherFields.isEmpty() && storedFields == false) {
      return null;
    }
    BytesRef bytes = new BytesRef(id);
    for (LeafReaderContext leaf : reader.leaves()) {
      int doc = ids.get(leaf.ord).idToDocument(bytes);
      for (FieldInfo other : otherFields) {
        String indexed = IndexedColumns.columnOf(other);
        if (doc >= 0
            && (indexed == null || columns.contains(indexed) == false)
            && mayHave(leaf.reader(), doc, other.name)) {
          return indexed == null ? other.name : indexed;
        }
      }
      if (doc >= 0 && storedFields) {
        for (IndexableField other : leaf.reader().storedFields().document(doc)) {
          if (columns.contains(other.name()) == false
              && other.name().equals(OwnFields.jsonNames(field)) == false) {
            return other.name();
          }
        }
      }
    }
    return null;
  }

  private static boolean mayHave(LeafReader leaf, int doc, String name) throws IOException {
    FieldInfo info = leaf.getFieldInfos().fieldInfo(name);
    if (info == null) {
      return false;
    }
    if (info.getDocValuesType() == DocValuesType.NONE
        && info.hasVectorValues() == false
        && info.hasNorms() == false) {
      return true;
    }
    DocIdSetIterator having =
        info.hasNorms()
            ? leaf.getNormValues(name)
            : info.hasVectorValues()
                ? vectors(leaf, info)
                : FieldExistsQuery.getDocValuesDocIdSetIterator(name, leaf);
    return having != null
        && having.advance(doc) == doc
        && (info.isParentField() == false || hasChildren(leaf, doc, name));
  }

  /** Lucene gives the parent field to the last document of each block, also to a single one. */
  private static boolean hasChildren(LeafReader leaf, int doc, String parentField)
      throws IOException {
    return doc > 0
        && FieldExistsQuery.getDocValuesDocIdSetIterator(parentField, leaf).advance(doc - 1) == doc;
  }

  private static DocIdSetIterator vectors(LeafReader leaf, FieldInfo info) throws IOException {
    return switch (info.getVectorEncoding()) {
      case FLOAT32 -> leaf.getFloatVectorValues(info.name).iterator();
      case BYTE -> leaf.getByteVectorValues(info.name).iterator();
    };
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }
}
