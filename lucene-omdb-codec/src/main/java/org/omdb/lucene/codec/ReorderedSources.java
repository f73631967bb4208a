// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.util.IOSupplier;

/**
 * The sources of a merge that reorders documents. Lucene hands such a merge one composite reader
 * that hides them, and their id tables; a merge policy that knows them gives them to {@link
 * IdDocValues#addReordered}, so that ids come from where they are as in any other merge.
 */
public final class ReorderedSources {

  private final List<CodecReader> readers;
  private final int[] docBases;
  private final Sorter.DocMap docMap;

  /**
   * Takes what a merge policy has.
   *
   * @param readers the sources, in the order in which they are merged
   * @param docMap the new order of all their documents, deleted ones included
   */
  public ReorderedSources(List<CodecReader> readers, Sorter.DocMap docMap) {
    this.readers = List.copyOf(readers);
    this.docMap = docMap;
    this.docBases = new int[readers.size()];
    for (int i = 1; i < docBases.length; i++) {
      docBases[i] = docBases[i - 1] + readers.get(i - 1).maxDoc();
    }
  }

  /** A new view of the ids of one field. */
  View view(String field, String where, List<String> configuredIdFields) throws IOException {
    return new View(field, where, configuredIdFields);
  }

  /** The ids of one field of each source; for one thread. */
  final class View {

    private final List<Part> parts = new ArrayList<>();
    private Part current;
    private int docInPart;

    private View(String field, String where, List<String> configuredIdFields) throws IOException {
      for (int i = 0; i < readers.size(); i++) {
        CodecReader reader = readers.get(i);
        FieldInfo info = reader.getFieldInfos().fieldInfo(field);
        Part part = null;
        if (info != null && info.hasVectorValues()) {
          part = new Part(reader, info, where + ", part " + i, configuredIdFields);
          part.ids.checkFields(reader.getFieldInfos());
        }
        parts.add(part);
      }
    }

    /**
     * Moves to a document of the composite reader that has a vector.
     *
     * @return its source's ids
     */
    SourceIds moveTo(int doc) {
      int old = docMap.newToOld(doc);
      int part = ReaderUtil.subIndex(old, docBases);
      current = parts.get(part);
      docInPart = old - docBases[part];
      return current.ids;
    }

    /** The ordinal of the current document in its source. */
    int ordinal() throws IOException {
      return current.ordinal(docInPart);
    }
  }

  private static final class Part {

    private final SourceIds ids;
    private final boolean hasTable;
    private final IOSupplier<KnnVectorValues> open;
    private KnnVectorValues.DocIndexIterator iterator;

    Part(CodecReader reader, FieldInfo field, String where, List<String> configuredIdFields)
        throws IOException {
      open =
          switch (field.getVectorEncoding()) {
            case FLOAT32 -> () -> reader.getFloatVectorValues(field.name);
            case BYTE -> () -> reader.getByteVectorValues(field.name);
          };
      KnnVectorValues values = open.get();
      iterator = values.iterator();
      SegmentVectorIds table = SegmentVectorIds.of(reader.getVectorReader(), field.name);
      hasTable = table != null;
      ids = new SourceIds(where, field, values.size(), table, configuredIdFields);
    }

    /** Only a table is asked by ordinal; iterators only go forward. */
    int ordinal(int doc) throws IOException {
      if (hasTable == false) {
        return -1;
      }
      if (doc < iterator.docID()) {
        iterator = open.get().iterator();
      }
      if (iterator.docID() < doc) {
        iterator.advance(doc);
      }
      assert iterator.docID() == doc : iterator.docID() + " instead of " + doc;
      return iterator.index();
    }
  }
}
