// SPDX-License-Identifier: Apache-2.0
package org.omdb.application;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.tests.util.LuceneTestCase.SuppressFileSystems;
import org.omdb.code.CodeScorer;
import org.omdb.fixtures.JavaProcess;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/**
 * An application that has the library on the module path writes, merges and searches by codes with
 * SIMD. Its package is none of the library's, as Java wants it there.
 */
@SuppressFileSystems("*") // the other process sees the real file system
public class TestModulePath extends LuceneTestCase {

  /** What the other Java runs, from the class path, where nothing but this is. */
  public static final class Application {

    private static final int COUNT = 2_000;
    private static final int DIMENSION = 64;

    /** Searches are approximate. */
    private static final double MIN_FOUND = 0.99 * COUNT;

    /** What the vectors differ in, but for noise. */
    private static final int LATENT = 8;

    private Application() {}

    private static float[] vector(int i) {
      Random directions = new Random(0);
      Random random = new Random(i);
      float[] vector = new float[DIMENSION];
      for (int latent = 0; latent < LATENT; latent++) {
        float length = (float) random.nextGaussian();
        for (int j = 0; j < DIMENSION; j++) {
          vector[j] += length * (float) directions.nextGaussian();
          vector[j] += 0.1f * (float) random.nextGaussian();
        }
      }
      return vector;
    }

    /**
     * Writes an index and searches for each of its vectors.
     *
     * @param args folder of the index
     */
    public static void main(String[] args) throws Exception {
      OmdbCodec codec = new OmdbCodec();
      System.out.println(codec.getClass().getModule());
      try (Directory dir = FSDirectory.open(Path.of(args[0]))) {
        try (IndexWriter writer = new IndexWriter(dir, new IndexWriterConfig().setCodec(codec))) {
          for (int i = 0; i < COUNT; i++) {
            Document document = new Document();
            document.add(
                new OmdbVectorField("v", "user_" + i, vector(i), VectorSimilarityFunction.COSINE));
            writer.addDocument(document);
            if (i == COUNT / 2) {
              writer.commit();
            }
          }
          writer.forceMerge(1);
        }
        try (DirectoryReader reader = DirectoryReader.open(dir)) {
          IndexSearcher searcher = new IndexSearcher(reader);
          int found = 0;
          for (int i = 0; i < COUNT; i++) {
            TopDocs hits = searcher.search(new KnnFloatVectorQuery("v", vector(i), 10), 10);
            String first = OmdbVectorIds.resolve(reader, "v", hits).get(0).id();
            found += first.equals("user_" + i) ? 1 : 0;
          }
          System.out.println(found >= MIN_FOUND ? "all found" : "found " + found);
        }
      }
    }
  }

  private static String placeOf(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  public void testCodesAreCompared() throws Exception {
    assumeTrue("needs SIMD", CodeScorer.isFast());
    String printed =
        JavaProcess.run(
            createTempFile("output", ".log"),
            "-Xmx256m",
            "-ea",
            "-Dorg.omdb.warmUp=none",
            "-p",
            placeOf(OmdbCodec.class) + File.pathSeparator + placeOf(Directory.class),
            "--add-modules",
            "org.omdb.lucene,jdk.incubator.vector",
            "-cp",
            placeOf(TestModulePath.class),
            Application.class.getName(),
            createTempDir().toString());
    List<String> lines = printed.lines().toList();
    assertTrue(printed, lines.contains("module org.omdb.lucene"));
    assertTrue(printed, lines.contains("all found"));
    assertFalse(printed, printed.contains("float32 instead of codes"));
  }
}
