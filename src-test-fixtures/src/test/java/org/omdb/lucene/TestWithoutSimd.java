// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.code.CodeScorer;

/**
 * What a Java with SIMD has written, flushed segments without a graph among it, is searched by one
 * without, and by one that does not map files.
 */
@SuppressFileSystems("*") // the other process sees the real file system
public class TestWithoutSimd extends LuceneTestCase {

  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.EUCLIDEAN;
  private static final int COUNT = 4_000;
  private static final int PER_SEGMENT = 1_000;
  private static final int DIMENSION = 64;

  /** What the vectors differ in, but for noise. */
  private static final int LATENT = 8;

  private static final int QUERIES = 40;
  private static final int K = 10;
  private static final double MIN_RECALL = 0.93;

  private final float[][] vectors = new float[COUNT][DIMENSION];
  private Path index;

  @Override
  public void setUp() throws Exception {
    super.setUp();
    Random random = new Random(random().nextLong());
    float[][] directions = new float[LATENT][DIMENSION];
    for (float[] direction : directions) {
      for (int i = 0; i < DIMENSION; i++) {
        direction[i] = (float) random.nextGaussian();
      }
    }
    for (float[] vector : vectors) {
      for (float[] direction : directions) {
        float length = (float) random.nextGaussian();
        for (int i = 0; i < DIMENSION; i++) {
          vector[i] += length * direction[i] + 0.1f * (float) random.nextGaussian();
        }
      }
    }
    index = createTempDir();
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(new OmdbCodec()).setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory dir = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(dir, config)) {
      for (int i = 0; i < COUNT; i++) {
        Document document = new Document();
        document.add(new OmdbVectorField("v", "user_" + i, vectors[i], SIMILARITY));
        writer.addDocument(document);
        if ((i + 1) % PER_SEGMENT == 0) {
          writer.flush();
        }
      }
    }
  }

  /** Searches and prints what it found, a line per search. */
  public static void main(String[] args) throws IOException {
    if (CodeScorer.isFast()) {
      throw new IllegalStateException("this Java has SIMD");
    }
    try (Directory dir = FSDirectory.open(Path.of(args[0]));
        Stream<String> targets = Files.lines(Path.of(args[1]))) {
      for (String hits : search(dir, targets.map(TestWithoutSimd::parse).toList())) {
        System.out.println(hits);
      }
    }
  }

  private static float[] parse(String line) {
    String[] components = line.split(" ");
    float[] vector = new float[components.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.parseFloat(components[i]);
    }
    return vector;
  }

  private static String print(float[] vector) {
    StringBuilder line = new StringBuilder();
    for (float component : vector) {
      line.append(line.isEmpty() ? "" : " ").append(component);
    }
    return line.toString();
  }

  /** The ids and scores of the hits of each search. */
  private static List<String> search(Directory dir, List<float[]> targets) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      List<String> lines = new ArrayList<>();
      for (float[] target : targets) {
        StringBuilder line = new StringBuilder();
        TopDocs hits = searcher.search(new KnnFloatVectorQuery("v", target, K), K);
        for (OmdbVectorIds.Hit hit : OmdbVectorIds.resolve(reader, "v", hits)) {
          line.append(hit.id()).append(' ').append(hit.score()).append(' ');
        }
        lines.add(line.toString());
      }
      return lines;
    }
  }

  /** Ids have the scores of their vectors, and are nearly all of the nearest. */
  private void check(List<float[]> targets, List<String> lines) {
    assertEquals(targets.size(), lines.size());
    int found = 0;
    for (int q = 0; q < lines.size(); q++) {
      float[] scores = new float[COUNT];
      for (int i = 0; i < COUNT; i++) {
        scores[i] = SIMILARITY.compare(targets.get(q), vectors[i]);
      }
      float[] sorted = scores.clone();
      Arrays.sort(sorted);
      String[] hits = lines.get(q).split(" ");
      assertEquals(2 * K, hits.length);
      for (int i = 0; i < hits.length; i += 2) {
        float score = scores[Integer.parseInt(hits[i].substring("user_".length()))];
        assertEquals(hits[i], score, Float.parseFloat(hits[i + 1]), 1e-4f * score);
        found += score >= sorted[COUNT - K] ? 1 : 0;
      }
    }
    assertTrue("found " + found, found >= MIN_RECALL * K * targets.size());
  }

  private List<float[]> someTargets() {
    List<float[]> targets = new ArrayList<>();
    for (int i = 0; i < QUERIES; i++) {
      float[] target = vectors[random().nextInt(COUNT)].clone();
      target[random().nextInt(DIMENSION)] += 1;
      targets.add(target);
    }
    return targets;
  }

  public void testSearchedWithoutSimd() throws Exception {
    List<float[]> targets = someTargets();
    Path file = createTempFile("targets", ".txt");
    Files.write(file, targets.stream().map(TestWithoutSimd::print).toList());
    Path errors = createTempFile("errors", ".log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-ea",
                "-cp",
                System.getProperty("java.class.path"),
                TestWithoutSimd.class.getName(),
                index.toString(),
                file.toString())
            .redirectError(errors.toFile())
            .start();
    try {
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(Files.readString(errors), 0, process.waitFor());
      check(targets, printed.lines().toList());
    } finally {
      process.destroyForcibly();
    }
  }

  public void testSearchedWithoutMapping() throws IOException {
    List<float[]> targets = someTargets();
    try (Directory dir = new NIOFSDirectory(index)) {
      check(targets, search(dir, targets));
    }
  }
}
