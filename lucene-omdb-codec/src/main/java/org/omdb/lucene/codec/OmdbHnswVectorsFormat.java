// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.codec;

import static org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat.HNSW_GRAPH_THRESHOLD;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * {@link OmdbFlatVectorsFormat} with Lucene's HNSW graph beside it, in Lucene's own files {@code
 * vem} and {@code vex}.
 *
 * <p>The graph is written by {@link Lucene99HnswVectorsWriter} and read by {@link
 * org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader}, so that everything Lucene does with
 * a graph is done here too: two-phase merges, reuse of the sources' graphs, no graph for tiny
 * segments, filtered and seeded search.
 */
public final class OmdbHnswVectorsFormat extends KnnVectorsFormat {

  /** The format's name in the index; 5 is the version of the OMDB layout. */
  public static final String NAME = "Omdb5HnswVectorsFormat";

  private final HnswParameters parameters;
  private final OmdbFlatVectorsFormat flatFormat;

  /**
   * The format as Lucene's service loader makes it: reads everything, and writes vectors without
   * ids, with Lucene's default graph.
   */
  public OmdbHnswVectorsFormat() {
    this(HnswParameters.DEFAULT, IdDocValues.DISCONNECTED);
  }

  /**
   * The format as part of a codec.
   *
   * @param parameters how graphs are built
   * @param idDocValues connected with the codec's doc values format
   */
  public OmdbHnswVectorsFormat(HnswParameters parameters, IdDocValues idDocValues) {
    super(NAME);
    this.parameters = parameters;
    this.flatFormat = new OmdbFlatVectorsFormat(idDocValues);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    OmdbFlatVectorsWriter flatWriter = flatFormat.fieldsWriter(state);
    // Closes the flat writer if its own files can't be created.
    return new Lucene99HnswVectorsWriter(
        state,
        parameters.maxConn(),
        parameters.beamWidth(),
        flatFormat,
        flatWriter,
        parameters.mergeWorkers(),
        null, // the executor is the merge scheduler's
        HNSW_GRAPH_THRESHOLD);
  }

  @Override
  public OmdbHnswVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return OmdbHnswVectorsReader.open(state, flatFormat.fieldsReader(state));
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return OmdbFlatVectorsFormat.MAX_DIMENSIONS;
  }

  @Override
  public String toString() {
    return NAME + "(" + parameters + ", flatVectorFormat=" + flatFormat + ')';
  }
}
