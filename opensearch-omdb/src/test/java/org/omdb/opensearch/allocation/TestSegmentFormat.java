// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.allocation;

import static org.junit.Assert.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.Test;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** The number that nodes tell each other stands for the versions of the library's files. */
public class TestSegmentFormat {

  private static final int VECTORS = 2_000;
  private static final int DIMENSION = 32;

  /** Whoever changes what is expected of the files raises the format too. */
  @Test
  public void testIsRaisedWithTheVersionsOfFiles() throws Exception {
    assertEquals(2, SegmentFormat.CURRENT);
    assertEquals("Omdb104", OmdbCodec.NAME);
    assertEquals(
        Map.of(
            "Omdb5VectorData", 0,
            "Omdb5VectorIndex", 0,
            "Omdb5VectorMeta", 0,
            "Omdb5VectorCodes", 3,
            "Omdb5GraphAdjacency", 3,
            "Omdb5SearchMeta", 3),
        versions());
  }

  /** The versions of all files of the library in a segment. */
  private static Map<String, Integer> versions() throws Exception {
    Map<String, Integer> versions = new TreeMap<>();
    try (Directory directory = new ByteBuffersDirectory()) {
      IndexWriterConfig config = new IndexWriterConfig().setUseCompoundFile(false);
      try (IndexWriter writer =
          new IndexWriter(directory, config.setCodec(OmdbCodec.builder().build()))) {
        for (int i = 0; i < VECTORS; i++) {
          float[] vector = new float[DIMENSION];
          for (int j = 0; j < DIMENSION; j++) {
            vector[j] = (float) Math.sin(i * 31 + j * j);
          }
          Document document = new Document();
          document.add(
              new OmdbVectorField("v", "id" + i, vector, VectorSimilarityFunction.EUCLIDEAN));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
      for (String file : directory.listAll()) {
        if (file.contains("_Omdb5")) {
          try (IndexInput in = directory.openInput(file, IOContext.DEFAULT)) {
            if (CodecUtil.readBEInt(in) == CodecUtil.CODEC_MAGIC) {
              String codec = in.readString();
              int version = CodecUtil.readBEInt(in);
              if (codec.startsWith("Omdb")) {
                versions.put(codec, version);
              }
            }
          }
        }
      }
    }
    return versions;
  }
}
