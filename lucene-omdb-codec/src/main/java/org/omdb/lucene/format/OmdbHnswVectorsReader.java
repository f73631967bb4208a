// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.HnswGraph;
import org.omdb.code.FieldCodes;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorIdsProvider;
import org.omdb.lucene.search.SearchFiles;
import org.omdb.lucene.search.SegmentSearcher;

/**
 * Reads the files of {@link OmdbHnswVectorsFormat}. {@link SegmentSearcher} searches segments that
 * have codes and adjacency; Lucene's own reader of the graph searches older ones, which have not.
 * Implements {@link HnswGraphProvider}, by which a merge into another format finds graphs to reuse.
 * Safe for any number of threads.
 */
public final class OmdbHnswVectorsReader extends KnnVectorsReader
    implements HnswGraphProvider, VectorIdsProvider {

  private final FieldInfos fieldInfos;
  private final KnnVectorsReader graphReader;
  private final OmdbFlatVectorsReader flatReader;
  private final Map<Integer, SearchFieldEntry> entries;
  private final Map<Integer, SegmentSearcher> searches;
  private final IndexInput adjacency;
  private final IndexInput codes;

  /** Lucene's file of the graph, which {@link #graphReader} closes. */
  private final IndexInput graph;

  private volatile boolean isClosed;

  /** A reader for a merge: it shares everything but the reader of graphs. */
  private OmdbHnswVectorsReader(KnnVectorsReader graphReader, OmdbHnswVectorsReader other) {
    this.fieldInfos = other.fieldInfos;
    this.graphReader = graphReader;
    this.flatReader = other.flatReader;
    this.entries = other.entries;
    this.searches = other.searches;
    this.adjacency = other.adjacency;
    this.codes = other.codes;
    this.graph = other.graph;
  }

  /**
   * @param flatReader closed by this reader, also if this constructor fails
   */
  OmdbHnswVectorsReader(SegmentReadState state, OmdbFlatVectorsReader flatReader)
      throws IOException {
    this.fieldInfos = state.fieldInfos;
    this.flatReader = flatReader;
    this.entries = new HashMap<>();
    this.searches = new HashMap<>();
    SegmentFiles.Keeper directory =
        new SegmentFiles.Keeper(state.directory, LuceneGraphWriter.INDEX_EXTENSION);
    Lucene99HnswVectorsReader openGraphs = null;
    IndexInput openAdjacency = null;
    IndexInput openCodes = null;
    try {
      openGraphs = new Lucene99HnswVectorsReader(directory.in(state), flatReader);
      if (OmdbHnswVectorsFormat.hasSearchFiles(state)) {
        int version = readEntries(state);
        openAdjacency = OmdbHnswVectorsFormat.openAdjacency(state, version);
        openCodes = OmdbHnswVectorsFormat.openCodes(state, version);
        for (int number : entries.keySet()) {
          FieldInfo field = fieldInfos.fieldInfo(number);
          SearchFieldEntry entry = entries.get(number);
          entry.check(openGraphs.getGraph(field.name), openAdjacency, openCodes);
          searches.put(number, searcher(field, entry, openGraphs, openAdjacency, openCodes));
        }
      }
      if (OmdbHnswVectorsFormat.isLoadedOnOpen(state)) {
        load(directory.kept(), openAdjacency, openCodes, () -> {});
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(
          t, openGraphs == null ? flatReader : openGraphs, openAdjacency, openCodes);
      throw t;
    }
    this.graphReader = openGraphs;
    this.adjacency = openAdjacency;
    this.codes = openCodes;
    this.graph = directory.kept();
  }

  private long load(
      IndexInput openGraph, IndexInput openAdjacency, IndexInput openCodes, IORunnable check)
      throws IOException {
    long bytes = SegmentFiles.load(openGraph, check);
    for (SearchFieldEntry entry : entries.values()) {
      bytes += entry.load(openAdjacency, openCodes, check);
    }
    return bytes;
  }

  /**
   * Reads all codes and links of the segment's fields in this format, from front to back, so that
   * they are in the page cache. Searches read hundreds of each, and of the vectors themselves only
   * some. These are not read here, nor are codes that searches do not use. Safe while others
   * search.
   *
   * @param check throws if the files are not wanted any more; called every 64 KiB
   * @return the number of bytes read
   * @throws AlreadyClosedException if this reader is closed meanwhile
   * @throws IOException if reading fails, or if thrown by the check
   */
  public long load(IORunnable check) throws IOException {
    try {
      return load(
          graph,
          adjacency,
          codes,
          () -> {
            ensureOpen(null);
            check.run();
          });
    } catch (IOException | IllegalStateException | NullPointerException e) {
      ensureOpen(e); // all three are how Lucene's directories fail once a file is closed
      throw e;
    }
  }

  private void ensureOpen(Exception cause) {
    if (isClosed) {
      throw new AlreadyClosedException("vectors are closed already", cause);
    }
  }

  private SegmentSearcher searcher(
      FieldInfo field,
      SearchFieldEntry entry,
      HnswGraphProvider graphs,
      IndexInput openAdjacency,
      IndexInput openCodes)
      throws IOException {
    SearchFiles files =
        new SearchFiles(
            flatReader, graphs, () -> entry.openAdjacency(openAdjacency.clone()), openCodes);
    return new SegmentSearcher(entry.searchedField(field), files);
  }

  private int readEntries(SegmentReadState state) throws IOException {
    return SegmentFiles.readMeta(
        state,
        OmdbHnswVectorsFormat.META_EXTENSION,
        OmdbHnswVectorsFormat.META_CODEC_NAME,
        OmdbHnswVectorsFormat.VERSION_SEARCHED,
        OmdbHnswVectorsFormat.VERSION_CURRENT,
        (meta, field, version) ->
            entries.put(field.number, SearchFieldEntry.read(meta, field, version)));
  }

  /**
   * Tells how a field is searched.
   *
   * @param field name of a field
   * @return null if the segment has no entry for it, because it has no such vectors, has so few
   *     that searches compare all of them, or was written before there were codes
   */
  public FieldSearchFacts searchFacts(String field) {
    FieldInfo info = fieldInfos.fieldInfo(field);
    SearchFieldEntry entry = info == null ? null : entries.get(info.number);
    return entry == null ? null : entry.facts();
  }

  @Override
  public IdTableReader getVectorIds(String field) throws IOException {
    return flatReader.getVectorIds(field);
  }

  @Override
  public HnswGraph getGraph(String field) throws IOException {
    return ((HnswGraphProvider) graphReader).getGraph(field);
  }

  /**
   * Whether the graph of a field is as good as one that would be built now.
   *
   * @param field a vector field, of any segment
   * @param parameters how the graph would be built
   */
  boolean hasGraphOf(FieldInfo field, HnswParameters parameters) {
    FieldInfo own = fieldInfos.fieldInfo(field.name);
    SearchFieldEntry entry = own == null ? null : entries.get(own.number);
    return entry != null
        && entry.maxConn() == parameters.maxConn()
        && entry.beamWidth() >= parameters.beamWidth();
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return flatReader.getFloatVectorValues(field);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return flatReader.getByteVectorValues(field);
  }

  /** Null if the segment has no files for it. */
  private SegmentSearcher searcher(String field) {
    FieldInfo info = fieldInfos.fieldInfo(field);
    return info == null ? null : searches.get(info.number);
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    SegmentSearcher searcher = searcher(field);
    if (searcher == null) {
      SegmentSearcher.Watcher.tell(collector, SegmentSearcher.Watcher.LUCENE);
      graphReader.search(field, target, collector, acceptDocs);
    } else {
      searcher.search(target, collector, acceptDocs);
    }
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    SegmentSearcher searcher = searcher(field);
    if (searcher == null) {
      SegmentSearcher.Watcher.tell(collector, SegmentSearcher.Watcher.LUCENE);
      graphReader.search(field, target, collector, acceptDocs);
    } else {
      searcher.search(target, collector, acceptDocs);
    }
  }

  @Override
  public void checkIntegrity() throws IOException {
    graphReader.checkIntegrity(); // includes the flat reader
    if (codes != null) {
      SegmentFiles.checkIntegrity(adjacency);
      SegmentFiles.checkIntegrity(codes);
    }
  }

  @Override
  public KnnVectorsReader getMergeInstance() throws IOException {
    return new OmdbHnswVectorsReader(graphReader.getMergeInstance(), this);
  }

  @Override
  public void finishMerge() throws IOException {
    graphReader.finishMerge();
  }

  /**
   * Bytes of one field in the files of the segment, without headers, footers and padding between
   * fields. The keys are
   *
   * <ul>
   *   <li>{@code vec}: rows, the vectors themselves
   *   <li>{@code omdc}: codes
   *   <li>{@code omda} and {@code vex}: links, which are level 0 of the graph as searches read it,
   *       and Lucene's graph
   *   <li>{@code omdb} and {@code omdi}: ids, which are the rest of the image and the indexes into
   *       its id table
   * </ul>
   *
   * <p>A key is missing where the segment has nothing of that kind.
   */
  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo fieldInfo) {
    Map<String, Long> sizes = new HashMap<>(graphReader.getOffHeapByteSize(fieldInfo));
    SearchFieldEntry entry = entries.get(fieldInfo.number);
    if (entry != null) {
      sizes.put(OmdbHnswVectorsFormat.ADJACENCY_EXTENSION, entry.adjacencyLength());
      if (entry.codes() != null) {
        FieldCodes ofField = entry.codes();
        sizes.put(OmdbHnswVectorsFormat.CODES_EXTENSION, ofField.length() + ofField.binaryLength());
      }
    }
    return sizes;
  }

  @Override
  public void close() throws IOException {
    isClosed = true;
    IOUtils.close(graphReader, adjacency, codes); // and the flat reader
  }
}
