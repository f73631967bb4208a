// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.omdb.graph.build.SourceGraph;
import org.omdb.graph.build.SourceGraphs;
import org.omdb.work.Progress;

/**
 * The sources of a merge whose graphs help to build the new one: those whose graph is as good as a
 * new one. The links of one of them are copied, by {@code SourceLinks} in {@code org.omdb.graph}.
 * It is the one with the most live vectors of those with at most {@value #MAX_DELETED_PERCENT} %
 * deleted ones. The links of the others tell where to search for the neighbors of their vectors,
 * see {@code FormerLinks}.
 */
public final class GraphReuse {

  /**
   * A graph with a larger percentage of deleted vectors is not copied. Nearly every node has lost a
   * link by then, and would have to be linked again like a new one.
   */
  private static final int MAX_DELETED_PERCENT = 10;

  private static final String MAPPING = "ordinals of reused graphs";

  /** Vectors that are looked at between two calls of {@link Progress#done}. */
  private static final int PROGRESS_BATCH = 1 << 16;

  private final FieldInfo field;

  /** Null for none. */
  private Source copied;

  private final List<Source> others = new ArrayList<>();

  private GraphReuse(FieldInfo field) {
    this.field = field;
  }

  /**
   * Chooses the graphs.
   *
   * @param field the vector field
   * @param mergeState of the merge
   * @param isReusable whether the reader of a source, of this field alone, is an {@link
   *     HnswGraphProvider} whose graph of the field is as good as a new one
   * @param progress is told of the stage "live vectors of sources"
   * @return the graphs, maybe none
   * @throws IOException if reading fails, or if thrown by {@code progress}
   */
  public static GraphReuse of(
      FieldInfo field,
      MergeState mergeState,
      Predicate<KnnVectorsReader> isReusable,
      Progress progress)
      throws IOException {
    GraphReuse reuse = new GraphReuse(field);
    int most = 0;
    for (int i = 0; i < mergeState.knnVectorsReaders.length; i++) {
      KnnVectorsReader reader = mergeState.knnVectorsReaders[i];
      if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
        reader = perField.getFieldReader(field.name);
      }
      if (isReusable.test(reader)) {
        Source source = new Source(field, reader, mergeState.docMaps[i]);
        int size = source.values().size();
        int live = mergeState.liveDocs[i] == null ? size : source.liveCount(progress);
        if (live > most && (size - live) * 100L <= (long) MAX_DELETED_PERCENT * size) {
          most = live;
          reuse.copy(source);
        } else if (live > 0) {
          reuse.others.add(source);
        }
      }
    }
    return reuse;
  }

  private void copy(Source source) {
    if (copied != null) {
      others.add(copied);
    }
    copied = source;
  }

  /**
   * The graphs, and what becomes of their nodes.
   *
   * @param merged the vectors of the new segment
   * @param maxDoc its number of documents
   * @param progress is told of the stage "ordinals of reused graphs"
   * @return the graphs, and the ordinal that each of their nodes has in the new segment
   * @throws IOException if reading fails, or if thrown by {@code progress}
   */
  public SourceGraphs graphs(KnnVectorValues merged, int maxDoc, Progress progress)
      throws IOException {
    if (copied == null && others.isEmpty()) {
      return SourceGraphs.NONE;
    }
    int[] ordinals = merged.size() == maxDoc ? null : ordinals(merged, maxDoc, progress);
    List<SourceGraph> graphs = new ArrayList<>();
    for (Source other : others) {
      graphs.add(other.graph(ordinals, progress));
    }
    return new SourceGraphs(copied == null ? null : copied.graph(ordinals, progress), graphs);
  }

  /** The ordinal of each document of the new segment. Not needed if each document has a vector. */
  private static int[] ordinals(KnnVectorValues merged, int maxDoc, Progress progress)
      throws IOException {
    int[] ordinals = new int[maxDoc];
    Arrays.fill(ordinals, -1);
    KnnVectorValues.DocIndexIterator vectors = merged.iterator();
    for (int doc = vectors.nextDoc(); doc != NO_MORE_DOCS; doc = vectors.nextDoc()) {
      if (vectors.index() % PROGRESS_BATCH == 0) {
        progress.done(MAPPING, vectors.index(), merged.size());
      }
      ordinals[doc] = vectors.index();
    }
    return ordinals;
  }

  /**
   * A source with a graph.
   *
   * @param reader an {@link HnswGraphProvider}
   * @param docMap maps its documents to those of the new segment
   */
  private record Source(FieldInfo field, KnnVectorsReader reader, MergeState.DocMap docMap) {

    KnnVectorValues values() throws IOException {
      return switch (field.getVectorEncoding()) {
        case FLOAT32 -> reader.getFloatVectorValues(field.name);
        case BYTE -> reader.getByteVectorValues(field.name);
      };
    }

    /** Number of vectors whose documents get into the new segment. */
    int liveCount(Progress progress) throws IOException {
      int size = values().size();
      KnnVectorValues.DocIndexIterator vectors = values().iterator();
      int count = 0;
      for (int doc = vectors.nextDoc(); doc != NO_MORE_DOCS; doc = vectors.nextDoc()) {
        if (vectors.index() % PROGRESS_BATCH == 0) {
          progress.done("live vectors of sources", vectors.index(), size);
        }
        count += docMap.get(doc) >= 0 ? 1 : 0;
      }
      return count;
    }

    /**
     * @param ordinals of the new segment's documents; null if they are the documents
     */
    SourceGraph graph(int[] ordinals, Progress progress) throws IOException {
      int[] newOrdinals = new int[values().size()];
      KnnVectorValues.DocIndexIterator vectors = values().iterator();
      for (int doc = vectors.nextDoc(); doc != NO_MORE_DOCS; doc = vectors.nextDoc()) {
        if (vectors.index() % PROGRESS_BATCH == 0) {
          progress.done(MAPPING, vectors.index(), newOrdinals.length);
        }
        int newDoc = docMap.get(doc);
        newOrdinals[vectors.index()] =
            newDoc < 0 ? -1 : ordinals == null ? newDoc : ordinals[newDoc];
      }
      return new SourceGraph(() -> ((HnswGraphProvider) reader).getGraph(field.name), newOrdinals);
    }
  }
}
