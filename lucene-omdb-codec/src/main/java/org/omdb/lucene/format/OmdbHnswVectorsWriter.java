// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.hnsw.FlatVectorsWriter;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IORunnable;
import org.apache.lucene.util.IOSupplier;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.RamUsageEstimator;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.omdb.graph.build.AdjacencyWriter;
import org.omdb.graph.build.GraphBuilder;
import org.omdb.graph.build.HeapGraph;
import org.omdb.graph.build.LinkMemory;
import org.omdb.graph.build.SourceGraphs;
import org.omdb.lucene.merge.GraphReuse;
import org.omdb.lucene.merge.MergeProgress;
import org.omdb.work.Progress;
import org.omdb.work.WorkThreads;

/**
 * Writes the files of {@link OmdbHnswVectorsFormat}: first those of the flat format, then the codes
 * of the vectors in them, then the graphs.
 *
 * <p>Flush and merge differ in two ways: {@link GraphPlan} may leave out the graph of a flush, and
 * a merge uses the graphs of its sources, see {@link GraphReuse}.
 */
final class OmdbHnswVectorsWriter extends KnnVectorsWriter {

  private static final long SHALLOW_BYTES =
      RamUsageEstimator.shallowSizeOfInstance(OmdbHnswVectorsWriter.class);

  private final SegmentWriteState state;
  private final HnswParameters parameters;
  private final Progress flushProgress;
  private final OmdbFlatVectorsFormat flatFormat;
  private final FlatVectorsWriter flatWriter;
  private final List<FieldInfo> fields = new ArrayList<>();
  private LuceneGraphWriter graphWriter;
  private CodesWriter codes;
  private IndexOutput adjacency;
  private IndexOutput meta;

  /** Null in a flush. */
  private MergeProgress mergeProgress;

  /** Null until the flat files and the codes are complete. */
  private OmdbFlatVectorsReader flatReader;

  /**
   * @param flushCheck ends a flush if it throws
   * @param flatWriter writes what {@code flatFormat} reads; closed by this writer, also if this
   *     constructor fails
   */
  OmdbHnswVectorsWriter(
      SegmentWriteState state,
      HnswParameters parameters,
      IORunnable flushCheck,
      OmdbFlatVectorsFormat flatFormat,
      FlatVectorsWriter flatWriter)
      throws IOException {
    this.state = state;
    this.parameters = parameters;
    this.flushProgress = (stage, done, total) -> flushCheck.run();
    this.flatFormat = flatFormat;
    this.flatWriter = flatWriter;
    try {
      graphWriter = new LuceneGraphWriter(state);
      codes = new CodesWriter(state);
      adjacency =
          create(
              OmdbHnswVectorsFormat.ADJACENCY_EXTENSION,
              OmdbHnswVectorsFormat.ADJACENCY_CODEC_NAME);
      meta = create(OmdbHnswVectorsFormat.META_EXTENSION, OmdbHnswVectorsFormat.META_CODEC_NAME);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, this);
      throw t;
    }
    OmdbHnswVectorsFormat.recordSearchFiles(state);
  }

  private IndexOutput create(String extension, String codecName) throws IOException {
    return SegmentFiles.create(state, extension, codecName, OmdbHnswVectorsFormat.VERSION_CURRENT);
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    fields.add(field);
    return flatWriter.addField(field);
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    flatWriter.flush(maxDoc, sortMap);
    finishFlatFiles();
    for (int i = 0; i < fields.size(); i++) {
      writeGraph(i, null);
    }
  }

  @Override
  public IORunnable mergeOneField(FieldInfo field, MergeState mergeState) throws IOException {
    if (mergeProgress == null) {
      mergeProgress = new MergeProgress(mergeState);
    }
    flatWriter.mergeOneFlatVectorField(field, mergeState);
    int index = fields.size();
    fields.add(field);
    return () -> {
      finishFlatFiles(); // Lucene runs this after all fields are merged
      writeGraph(
          index,
          GraphReuse.of(
              field, mergeState, reader -> hasReusableGraph(reader, field), progress(field)));
    };
  }

  private Progress progress(FieldInfo field) {
    return mergeProgress == null ? flushProgress : mergeProgress.of(field.name);
  }

  private WorkThreads threads(FieldInfo field) {
    return new WorkThreads(parameters.mergeWorkers(), progress(field));
  }

  private boolean hasReusableGraph(KnnVectorsReader reader, FieldInfo field) {
    return reader instanceof OmdbHnswVectorsReader omdb && omdb.hasGraphOf(field, parameters);
  }

  /**
   * Ends the flat files, and writes the codes of the vectors in them. Does nothing if called again.
   */
  private void finishFlatFiles() throws IOException {
    if (flatReader != null) {
      return;
    }
    flatWriter.finish();
    flatWriter.close();
    SegmentReadState readState =
        new SegmentReadState(
            state.directory,
            state.segmentInfo,
            new FieldInfos(fields.toArray(FieldInfo[]::new)), // in a flush the state has none yet
            IOContext.DEFAULT, // a graph is built by random access, though the files are new
            state.segmentSuffix);
    flatReader = flatFormat.fieldsReader(readState);
    flatReader.getMergeInstance(); // codes are written in order
    for (FieldInfo field : fields) {
      codes.write(field, flatReader, parameters.hasGraph(vectors(field).size()), threads(field));
    }
    flatReader.finishMerge();
    codes.finish(readState);
  }

  private KnnVectorValues vectors(FieldInfo field) throws IOException {
    return switch (field.getVectorEncoding()) {
      case FLOAT32 -> flatReader.getFloatVectorValues(field.name);
      case BYTE -> flatReader.getByteVectorValues(field.name);
    };
  }

  private void writeGraph(int index, GraphReuse reused) throws IOException {
    FieldInfo field = fields.get(index);
    Progress progress = progress(field);
    KnnVectorValues vectors = vectors(field);
    int count = vectors.size();
    if (parameters.hasGraph(count) == false) {
      graphWriter.write(field, null, count, parameters.maxConn(), progress);
      return;
    }
    CodesWriter.Choice chosen = codes.choose(index, field, flatReader, threads(field));
    GraphPlan plan = GraphPlan.of(chosen, parameters, state, mergeProgress == null);
    if (plan.isDraft()) {
      OmdbHnswVectorsFormat.recordDraft(state, plan.beamWidth());
    }
    inform(plan.describe(field, count));
    long adjacencyOffset = adjacency.getFilePointer();
    try (LinkMemory links = LinkMemory.of(state.directory, state.segmentInfo.name, state.context)) {
      HeapGraph graph = plan.hasGraph() ? build(field, vectors, plan, reused, links) : null;
      graphWriter.write(field, graph, count, parameters.maxConn(), progress);
      if (graph != null) {
        AdjacencyWriter.write(graph, adjacency, progress);
      }
    }
    new SearchFieldEntry(
            count,
            parameters.maxConn(),
            plan.beamWidth(),
            plan.hasGraph() && plan.isDraft(),
            adjacencyOffset,
            adjacency.getFilePointer() - adjacencyOffset,
            chosen.choice(),
            chosen.quality(),
            chosen.codes())
        .write(meta, field);
  }

  private HeapGraph build(
      FieldInfo field, KnnVectorValues vectors, GraphPlan plan, GraphReuse reused, LinkMemory links)
      throws IOException {
    Progress progress = progress(field);
    IOSupplier<SourceGraphs> sources =
        reused == null
            ? () -> SourceGraphs.NONE
            : () -> reused.graphs(vectors, state.segmentInfo.maxDoc(), progress);
    long start = System.nanoTime();
    GraphBuilder.Built built =
        GraphBuilder.build(
            vectors.size(),
            sources,
            plan.shape(field, parameters),
            scorers(field, vectors, plan),
            links,
            threads(field));
    inform(
        "field \""
            + field.name
            + "\", graph of "
            + vectors.size()
            + " vectors built in "
            + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
            + " ms, threads: "
            + built.threads()
            + ", nodes reused: "
            + built.copiedNodes()
            + ", guided: "
            + built.guidedNodes());
    return built.graph();
  }

  private void inform(String message) {
    if (state.infoStream.isEnabled(MergeProgress.INFO_COMPONENT)) {
      state.infoStream.message(
          MergeProgress.INFO_COMPONENT, state.segmentInfo.name + ": " + message);
    }
  }

  /** What compares vectors while the graph is built. */
  private RandomVectorScorerSupplier scorers(
      FieldInfo field, KnnVectorValues vectors, GraphPlan plan) throws IOException {
    return plan.isByCodes()
        ? codes.scorers(plan.codes().codes(), (FloatVectorValues) vectors)
        : flatReader
            .getFlatVectorScorer(field.name)
            .getRandomVectorScorerSupplier(field.getVectorSimilarityFunction(), vectors);
  }

  @Override
  public void finish() throws IOException {
    finishFlatFiles(); // a merge without vectors gets here first
    graphWriter.finish();
    CodecUtil.writeFooter(adjacency);
    meta.writeInt(-1); // no more fields
    CodecUtil.writeFooter(meta);
  }

  @Override
  public long ramBytesUsed() {
    return SHALLOW_BYTES + flatWriter.ramBytesUsed();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(flatWriter, graphWriter, codes, adjacency, meta, flatReader);
  }
}
