// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.lucene.format.EagerGraphFormat;

/**
 * Metadata of which a byte is wrong and the checksum right, as somebody could make it: opening the
 * segment fails with a {@link CorruptIndexException}, if it fails.
 */
public class TestHostileMetadata extends LuceneTestCase {

  private static final class WithGraph extends OmdbCodec {

    private final KnnVectorsFormat format = new EagerGraphFormat(idDocValues(), writer -> writer);

    WithGraph() {
      super(builder());
    }

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return format;
    }
  }

  private static void index(Directory dir) throws IOException {
    try (IndexWriter writer =
        new IndexWriter(
            dir, new IndexWriterConfig().setCodec(new WithGraph()).setUseCompoundFile(false))) {
      for (int i = 0; i < 3; i++) {
        float[] vector = new float[32]; // so many that there are codes
        vector[0] = i;
        vector[1] = -0.5f;
        Document document = new Document();
        document.add(new OmdbVectorField("vector", "id " + i, vector, EUCLIDEAN));
        writer.addDocument(document);
      }
    }
  }

  private static byte[] read(Directory dir, String file) throws IOException {
    try (IndexInput in = dir.openInput(file, IOContext.DEFAULT)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    }
  }

  private static void overwrite(Directory dir, String file, byte[] bytes) throws IOException {
    dir.deleteFile(file);
    try (IndexOutput out = dir.createOutput(file, IOContext.DEFAULT)) {
      out.writeBytes(bytes, bytes.length - CodecUtil.footerLength());
      CodecUtil.writeFooter(out);
    }
  }

  private static int headerLength(Directory dir, String file) throws IOException {
    try (IndexInput in = dir.openInput(file, IOContext.DEFAULT)) {
      in.skipBytes(Integer.BYTES);
      return CodecUtil.indexHeaderLength(in.readString(), "Omdb5HnswVectorsFormat_0");
    }
  }

  /** What is said of the metadata; null if the segment can be opened. */
  private static String found(Directory dir) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      assertEquals(1, reader.leaves().size());
      return null;
    } catch (CorruptIndexException e) {
      return e.getMessage();
    }
  }

  private static Set<String> change(String extension) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Directory dir = new ByteBuffersDirectory()) {
      index(dir);
      String file =
          Arrays.stream(dir.listAll()).filter(name -> name.endsWith(extension)).findAny().get();
      byte[] sound = read(dir, file);
      for (int at = headerLength(dir, file); at < sound.length - CodecUtil.footerLength(); at++) {
        for (int value : new int[] {0, 1, 3, 33, 0x7F, 0x80, 0xFF, sound[at] ^ 1}) {
          byte[] bytes = sound.clone();
          bytes[at] = (byte) value;
          overwrite(dir, file, bytes);
          try {
            String message = found(dir);
            if (message != null) {
              found.add(message);
            }
          } catch (Throwable t) {
            throw new AssertionError(extension + " with " + value + " at " + at, t);
          }
        }
      }
    }
    return found;
  }

  private static void assertFound(Set<String> messages, String part) {
    assertTrue("nothing found of: " + part, messages.stream().anyMatch(m -> m.contains(part)));
  }

  public void testFlatFields() throws IOException {
    Set<String> found = change("omdm");
    assertFound(found, "image: ");
    assertFound(found, "positions of ids: ");
    assertFound(found, "sorted ordinals: ");
    assertFound(found, "bits");
  }

  public void testSearchFields() throws IOException {
    Set<String> found = change("omdw");
    assertFound(found, "adjacency: ");
    assertFound(found, "codes: ");
    assertFound(found, "binary codes: ");
  }
}
