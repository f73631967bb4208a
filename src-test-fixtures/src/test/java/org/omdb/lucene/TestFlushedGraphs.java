// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.HnswGraphProvider;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.hnsw.HnswGraph;

/** A flush leaves a draft of a graph, or none; a forced merge leaves a graph in each segment. */
public class TestFlushedGraphs extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final int DIMENSION = 64;
  private static final int VECTORS = 5_000; // fewer get no graph, as in Lucene

  /** What vectors differ in, so that codes tell them apart: a draft is built by codes alone. */
  private static final int LATENT = 6;

  private static IndexWriter writer(Directory dir, OmdbCodec codec, boolean underOmdbPolicy)
      throws IOException {
    return new IndexWriter(
        dir,
        new IndexWriterConfig()
            .setCodec(codec)
            .setMergeScheduler(new SerialMergeScheduler())
            .setMergePolicy(
                underOmdbPolicy
                    ? new OmdbMergePolicy(
                        random().nextBoolean() ? new TieredMergePolicy() : NoMergePolicy.INSTANCE,
                        codec)
                    : new TieredMergePolicy()));
  }

  private static void add(IndexWriter writer, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      float[] vector = new float[DIMENSION];
      for (int l = 1; l <= LATENT; l++) {
        double along = random().nextGaussian();
        for (int j = 0; j < DIMENSION; j++) {
          vector[j] += (float) (along * Math.cos(Math.PI * l * (j + 0.5) / DIMENSION));
        }
      }
      Document document = new Document();
      document.add(new OmdbVectorField(VECTOR, "id " + i, vector, EUCLIDEAN));
      writer.addDocument(document);
    }
  }

  /** An index of one segment that a flush wrote, when others were there before it. */
  private static void replaceAll(IndexWriter writer) throws IOException {
    add(writer, 2);
    writer.commit();
    writer.deleteAll();
    add(writer, VECTORS);
    writer.commit();
  }

  private static int linksOf(HnswGraph graph) throws IOException {
    int links = 0;
    for (int node = 0; node < graph.size(); node++) {
      graph.seek(0, node);
      links += graph.neighborCount();
    }
    return links;
  }

  /** Links on level 0 of the only segment; 0 if it has no graph. */
  private static int links(Directory dir) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals(1, reader.leaves().size());
      LeafReaderContext leaf = reader.leaves().get(0);
      KnnVectorsReader vectors = ((CodecReader) leaf.reader()).getVectorReader();
      HnswGraph graph =
          ((HnswGraphProvider)
                  ((PerFieldKnnVectorsFormat.FieldsReader) vectors).getFieldReader(VECTOR))
              .getGraph(VECTOR);
      return graph == null ? 0 : linksOf(graph);
    }
  }

  private static SegmentCommitInfo onlySegment(Directory dir) throws IOException {
    SegmentInfos infos = SegmentInfos.readLatestCommit(dir);
    assertEquals(1, infos.size());
    return infos.info(0);
  }

  public void testForceMergeBuildsGraphOfLoneFlushedSegment() throws IOException {
    OmdbCodec codec = new OmdbCodec();
    OmdbMergePolicy policy = new OmdbMergePolicy(codec);
    try (Directory dir = newDirectory()) {
      try (IndexWriter writer = writer(dir, codec, true)) {
        replaceAll(writer);
        String flushed = onlySegment(dir).info.name;
        assertTrue(policy.needsRewrite(onlySegment(dir)));
        int draft = links(dir);
        writer.forceMerge(1 + random().nextInt(3));
        writer.commit();
        SegmentCommitInfo merged = onlySegment(dir);
        assertNotEquals(flushed, merged.info.name);
        assertFalse(policy.needsRewrite(merged));
        int links = links(dir);
        assertTrue(draft + " links in the draft, then " + links, links > draft);
        // and once is enough
        writer.forceMerge(1);
        writer.commit();
        assertEquals(merged.info.name, onlySegment(dir).info.name);
      }
    }
  }

  /** It may stay the only one, whatever it is called. */
  public void testOnlySegmentHasGraphFromFlush() throws IOException {
    try (Directory dir = newDirectory();
        IndexWriter writer = writer(dir, new OmdbCodec(), false)) {
      add(writer, 2);
      writer.flush();
      writer.deleteAll(); // no commit has them: their files are gone
      add(writer, VECTORS);
      writer.commit();
      assertNotEquals("_0", onlySegment(dir).info.name);
      assertTrue(links(dir) > 0);
    }
  }

  public void testAnotherPolicyLeavesLoneFlushedSegmentAlone() throws IOException {
    try (Directory dir = newDirectory()) {
      try (IndexWriter writer = writer(dir, new OmdbCodec(), false)) {
        replaceAll(writer);
        String flushed = onlySegment(dir).info.name;
        writer.forceMerge(1);
        writer.commit();
        assertEquals(flushed, onlySegment(dir).info.name);
      }
    }
  }

  /** Drafts are known by what was built, and not by who wrote the segment. */
  public void testWhatNeedsNoBetterGraphIsNotRewritten() throws IOException {
    OmdbCodec narrow = OmdbCodec.builder().beamWidth(10).build(); // a draft's is no narrower
    for (int count : new int[] {10, VECTORS}) { // too few for a graph, and enough
      try (Directory dir = newDirectory();
          IndexWriter writer = writer(dir, narrow, true)) {
        add(writer, count);
        writer.commit();
        assertFalse(new OmdbMergePolicy(narrow).needsRewrite(onlySegment(dir)));
      }
    }
  }
}
