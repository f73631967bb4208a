// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.graph.build.LinkMemory;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;

/** The same documents get the same graphs each time, if that is asked for. */
public class TestReproducibleBuilds extends LuceneTestCase {

  private static final String VECTOR = "vector";
  private static final int DIMENSION = 40;
  private static final int VECTORS = 4_000;
  private static final int FLUSH_EVERY = 1_100;

  private static final int ID_BYTES = 16; // of a segment, in headers
  private static final int CHECKSUM_BYTES = Long.BYTES;

  /** What threads decide: graphs, and the metadata that says how long they are. */
  private static final Set<String> GRAPHS = Set.of("vem", "vex", "omda", "omdw");

  /** The vector files of an index that is flushed, merged and flushed again, by name. */
  private static Map<String, byte[]> build(OmdbCodec codec, long seed) throws IOException {
    return build(codec, seed, new ByteBuffersDirectory());
  }

  /** The same in a directory, which is closed. */
  private static Map<String, byte[]> build(OmdbCodec codec, long seed, Directory directory)
      throws IOException {
    try (Directory dir = directory) {
      LogDocMergePolicy policy = new LogDocMergePolicy();
      policy.setMergeFactor(2);
      policy.setNoCFSRatio(0);
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(codec)
              .setUseCompoundFile(false)
              .setMergePolicy(policy)
              .setMergeScheduler(new SerialMergeScheduler());
      try (IndexWriter writer = new IndexWriter(dir, config)) {
        Random random = new Random(seed);
        for (int i = 0; i < VECTORS; i++) {
          float[] vector = new float[DIMENSION];
          for (int j = 0; j < DIMENSION; j++) {
            vector[j] = (float) random.nextGaussian();
          }
          Document document = new Document();
          String id = "id " + random.nextInt(VECTORS);
          document.add(new OmdbVectorField(VECTOR, id, vector, EUCLIDEAN));
          writer.updateDocument(OmdbVectorField.idTerm(VECTOR, id), document);
          if (i % FLUSH_EVERY == FLUSH_EVERY - 1) {
            writer.flush();
          }
        }
      }
      Map<String, byte[]> files = new TreeMap<>();
      for (String name : dir.listAll()) {
        if (name.contains(OmdbHnswVectorsFormat.NAME)) {
          files.put(name, withoutIdAndChecksum(dir, name));
        }
      }
      return files;
    }
  }

  /** A file with zeros for what tells its segment from others. */
  private static byte[] withoutIdAndChecksum(Directory dir, String name) throws IOException {
    byte[] bytes;
    int id;
    try (IndexInput in = dir.openInput(name, IOContext.READONCE)) {
      in.readInt(); // magic
      in.readString(); // codec name
      in.readInt(); // version
      id = Math.toIntExact(in.getFilePointer());
      bytes = new byte[Math.toIntExact(in.length())];
      in.seek(0);
      in.readBytes(bytes, 0, bytes.length);
    }
    Arrays.fill(bytes, id, id + ID_BYTES, (byte) 0);
    Arrays.fill(bytes, bytes.length - CHECKSUM_BYTES, bytes.length, (byte) 0);
    return bytes;
  }

  private static String extension(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  public void testSameFilesEachTime() throws IOException {
    long seed = random().nextLong();
    Map<String, byte[]> first = build(OmdbCodec.builder().reproducible(true).build(), seed);
    Map<String, byte[]> second =
        build(OmdbCodec.builder().mergeWorkers(4).reproducible(true).build(), seed);
    assertEquals(first.keySet(), second.keySet());
    long graphBytes = 0;
    for (String name : first.keySet()) {
      assertTrue(name, Arrays.equals(first.get(name), second.get(name)));
      graphBytes += extension(name).equals("vex") ? first.get(name).length : 0;
    }
    assertTrue(graphBytes + " bytes of graphs", graphBytes > VECTORS);
  }

  /** Where links are while a graph is built leaves no trace in any file. */
  public void testSameFilesWithLinksInFile() throws IOException {
    long seed = random().nextLong();
    OmdbCodec codec = OmdbCodec.builder().reproducible(true).build();
    Map<String, byte[]> onHeap = build(codec, seed);
    Map<String, byte[]> inFile;
    System.setProperty(LinkMemory.PROPERTY, LinkMemory.FILE);
    try {
      inFile = build(codec, seed, newFSDirectory(createTempDir()));
    } finally {
      System.clearProperty(LinkMemory.PROPERTY);
    }
    assertEquals(onHeap.keySet(), inFile.keySet());
    for (String name : onHeap.keySet()) {
      assertTrue(name, Arrays.equals(onHeap.get(name), inFile.get(name)));
    }
  }

  /** Threads change graphs, and nothing else. */
  public void testSameIdsAndVectorsWithTwoThreads() throws IOException {
    long seed = random().nextLong();
    Map<String, byte[]> one = build(OmdbCodec.builder().reproducible(true).build(), seed);
    Map<String, byte[]> two = build(OmdbCodec.builder().mergeWorkers(2).build(), seed);
    assertEquals(one.keySet(), two.keySet());
    int compared = 0;
    for (String name : one.keySet()) {
      if (GRAPHS.contains(extension(name)) == false) {
        assertTrue(name, Arrays.equals(one.get(name), two.get(name)));
        compared++;
      }
    }
    assertTrue(compared + " files", compared > 0);
  }
}
