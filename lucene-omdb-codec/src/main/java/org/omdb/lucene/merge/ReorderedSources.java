// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.util.IOSupplier;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.resolve.IdResolver;

/**
 * The ids of one field in the sources of a merge that reorders documents, see {@link AuditedMerge}.
 * By this they come from the id tables of the sources, as in any other merge. For one thread.
 */
public final class ReorderedSources {

  private final Sorter.DocMap docMap;
  private final int[] docBases;
  private final List<Part> parts = new ArrayList<>();
  private Part current;
  private int docInPart;

  private ReorderedSources(
      AuditedMerge.Reordering merge, String field, String where, List<String> configuredIdFields)
      throws IOException {
    this.docMap = merge.docMap();
    this.docBases = new int[merge.sources().size()];
    int docBase = 0;
    for (int i = 0; i < docBases.length; i++) {
      CodecReader reader = merge.sources().get(i);
      docBases[i] = docBase;
      docBase += reader.maxDoc();
      FieldInfo info = reader.getFieldInfos().fieldInfo(field);
      Part part = null;
      if (info != null && info.hasVectorValues()) {
        part = new Part(reader, info, where + ", part " + i, configuredIdFields);
      }
      parts.add(part);
    }
  }

  /**
   * Opens the ids of the sources behind a composite reader.
   *
   * @param merge that writes the new segment; may be null
   * @param field name of a vector field
   * @param where names the reader in messages
   * @param configuredIdFields the id fields of the codec
   * @return null if the merge keeps the order of documents, or is not an {@link AuditedMerge}
   * @throws IOException if reading fails
   */
  public static ReorderedSources of(
      MergePolicy.OneMerge merge, String field, String where, List<String> configuredIdFields)
      throws IOException {
    AuditedMerge.Reordering reordering = AuditedMerge.reorderingOf(merge);
    return reordering == null
        ? null
        : new ReorderedSources(reordering, field, where, configuredIdFields);
  }

  /**
   * Moves to a document of the composite reader that has a vector.
   *
   * @param doc its number there
   * @return the ids of the source that it is from
   */
  public IdResolver moveTo(int doc) {
    int old = docMap.newToOld(doc);
    int part = ReaderUtil.subIndex(old, docBases);
    current = parts.get(part);
    docInPart = old - docBases[part];
    return current.ids;
  }

  /**
   * The ordinal of the current document in its source.
   *
   * @return -1 if the source has no id table to be asked by ordinal
   * @throws IOException if reading fails
   */
  public int ordinal() throws IOException {
    return current.ordinal(docInPart);
  }

  private static final class Part {

    private final IdResolver ids;
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
      IdTableReader table = IdTableReader.of(reader.getVectorReader(), field.name);
      hasTable = table != null;
      ids =
          new IdResolver(
              new IdResolver.Source(
                  where, reader.getFieldInfos(), field.name, values.size(), table),
              configuredIdFields);
    }

    /** The ordinal of a document; -1 without a table, because nothing else is read by ordinal. */
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
