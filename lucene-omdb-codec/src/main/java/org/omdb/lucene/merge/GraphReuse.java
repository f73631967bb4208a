// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Predicate;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.omdb.graph.build.SourceGraph;
import org.omdb.work.Progress;

/**
 * The source of a merge whose graph the new graph starts from. A source qualifies if its graph is
 * as good as a new one, and if at most {@value #MAX_DELETED_PERCENT} % of its vectors are deleted.
 * Of those, the one with the most live vectors is taken. {@code SourceLinks} in {@code
 * org.omdb.graph} copies the links.
 *
 * @param field the vector field
 * @param reader the reader of the source, which is an {@link HnswGraphProvider}
 * @param docMap maps documents of the source to those of the new segment
 */
public record GraphReuse(FieldInfo field, KnnVectorsReader reader, MergeState.DocMap docMap) {

  /**
   * A graph with a larger percentage of deleted vectors is not reused. Nearly every node has lost a
   * link by then, and would have to be linked again like a new one.
   */
  private static final int MAX_DELETED_PERCENT = 10;

  private static final String MAPPING = "ordinals of the reused graph";

  /** Vectors that are looked at between two calls of {@link Progress#done}. */
  private static final int PROGRESS_BATCH = 1 << 16;

  /**
   * Chooses the graph to begin with.
   *
   * @param field the vector field
   * @param mergeState of the merge
   * @param isReusable whether the reader of a source, of this field alone, is an {@link
   *     HnswGraphProvider} whose graph of the field is as good as a new one
   * @param progress is told of the stage "live vectors of sources"
   * @return null if no graph can be reused
   * @throws IOException if reading fails, or if thrown by {@code progress}
   */
  public static GraphReuse of(
      FieldInfo field,
      MergeState mergeState,
      Predicate<KnnVectorsReader> isReusable,
      Progress progress)
      throws IOException {
    GraphReuse best = null;
    int most = 0;
    for (int i = 0; i < mergeState.knnVectorsReaders.length; i++) {
      KnnVectorsReader reader = mergeState.knnVectorsReaders[i];
      if (reader instanceof PerFieldKnnVectorsFormat.FieldsReader perField) {
        reader = perField.getFieldReader(field.name);
      }
      if (isReusable.test(reader)) {
        GraphReuse candidate = new GraphReuse(field, reader, mergeState.docMaps[i]);
        int size = candidate.values().size();
        int live = mergeState.liveDocs[i] == null ? size : candidate.liveCount(progress);
        if (live > most && (size - live) * 100L <= (long) MAX_DELETED_PERCENT * size) {
          best = candidate;
          most = live;
        }
      }
    }
    return best;
  }

  private KnnVectorValues values() throws IOException {
    return switch (field.getVectorEncoding()) {
      case FLOAT32 -> reader.getFloatVectorValues(field.name);
      case BYTE -> reader.getByteVectorValues(field.name);
    };
  }

  /** Number of vectors whose documents get into the new segment. */
  private int liveCount(Progress progress) throws IOException {
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
   * The graph, and what becomes of its nodes.
   *
   * @param merged the vectors of the new segment
   * @param maxDoc its number of documents
   * @param progress is told of the stage "ordinals of the reused graph"
   * @return the graph, and the ordinal that each of its nodes has in the new segment
   * @throws IOException if reading fails, or if thrown by {@code progress}
   */
  public SourceGraph source(KnnVectorValues merged, int maxDoc, Progress progress)
      throws IOException {
    int[] ordinals = merged.size() == maxDoc ? null : ordinals(merged, maxDoc, progress);
    int[] newOrdinals = new int[values().size()];
    KnnVectorValues.DocIndexIterator vectors = values().iterator();
    for (int doc = vectors.nextDoc(); doc != NO_MORE_DOCS; doc = vectors.nextDoc()) {
      if (vectors.index() % PROGRESS_BATCH == 0) {
        progress.done(MAPPING, vectors.index(), newOrdinals.length);
      }
      int newDoc = docMap.get(doc);
      newOrdinals[vectors.index()] = newDoc < 0 ? -1 : ordinals == null ? newDoc : ordinals[newDoc];
    }
    return new SourceGraph(() -> ((HnswGraphProvider) reader).getGraph(field.name), newOrdinals);
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
}
