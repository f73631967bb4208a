// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.HnswGraph;

/**
 * Lucene's reader of the graph, with the ids beside it. It is an {@link HnswGraphProvider} because
 * that is how a merge finds the graphs that it can reuse. Safe for any number of threads.
 */
public final class OmdbHnswVectorsReader extends KnnVectorsReader
    implements HnswGraphProvider, VectorIdsProvider {

  private final KnnVectorsReader graphReader;
  private final OmdbFlatVectorsReader flatReader;

  /**
   * @param graphReader a {@link Lucene99HnswVectorsReader}, or its merge instance
   * @param flatReader the one that {@code graphReader} was opened with, which closes it
   */
  private OmdbHnswVectorsReader(KnnVectorsReader graphReader, OmdbFlatVectorsReader flatReader) {
    this.graphReader = graphReader;
    this.flatReader = flatReader;
  }

  static OmdbHnswVectorsReader open(SegmentReadState state, OmdbFlatVectorsReader flatReader)
      throws IOException {
    try {
      return new OmdbHnswVectorsReader(
          new Lucene99HnswVectorsReader(state, flatReader), flatReader);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, flatReader);
      throw t;
    }
  }

  @Override
  public SegmentVectorIds getVectorIds(String field) throws IOException {
    return flatReader.getVectorIds(field);
  }

  @Override
  public HnswGraph getGraph(String field) throws IOException {
    return ((HnswGraphProvider) graphReader).getGraph(field);
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return flatReader.getFloatVectorValues(field);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return flatReader.getByteVectorValues(field);
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    graphReader.search(field, target, collector, acceptDocs);
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    graphReader.search(field, target, collector, acceptDocs);
  }

  @Override
  public void checkIntegrity() throws IOException {
    graphReader.checkIntegrity(); // and the flat reader's
  }

  @Override
  public KnnVectorsReader getMergeInstance() throws IOException {
    return new OmdbHnswVectorsReader(graphReader.getMergeInstance(), flatReader);
  }

  @Override
  public void finishMerge() throws IOException {
    graphReader.finishMerge();
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo fieldInfo) {
    return graphReader.getOffHeapByteSize(fieldInfo);
  }

  @Override
  public void close() throws IOException {
    graphReader.close(); // and the flat reader
  }
}
