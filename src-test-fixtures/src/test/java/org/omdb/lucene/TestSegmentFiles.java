// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import static org.apache.lucene.index.VectorSimilarityFunction.EUCLIDEAN;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.BaseDirectory;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.apache.lucene.util.BytesRef;
import org.omdb.fixtures.IndexModel;
import org.omdb.lucene.format.EagerGraphFormat;

/** The files of a segment, byte by byte, whole and damaged. */
public class TestSegmentFiles extends LuceneTestCase {

  private static final List<String> FLAT_EXTENSIONS = List.of("omdb", "omdi", "omdm");
  private static final List<String> SEARCH_EXTENSIONS = List.of("omdc", "omda", "omdw");
  private static final List<String> OUR_EXTENSIONS =
      Stream.of(FLAT_EXTENSIONS, SEARCH_EXTENSIONS).flatMap(List::stream).toList();
  private static final List<String> EXTENSIONS =
      Stream.of(OUR_EXTENSIONS, List.of("vem", "vex")).flatMap(List::stream).toList();

  /** Components of a vector, for which there are codes. */
  private static final int WITH_CODES = 32;

  /** The default builds no graph of three vectors. */
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

  private static void indexExample(Directory dir) throws IOException {
    indexExample(dir, new WithGraph(), WITH_CODES);
  }

  /** The segments of docs/FORMAT.md. */
  private static void indexExample(Directory dir, OmdbCodec codec, int dimension)
      throws IOException {
    try (IndexWriter writer =
        new IndexWriter(dir, new IndexWriterConfig().setCodec(codec).setUseCompoundFile(false))) {
      for (String id : new String[] {"b", "user_7", "a"}) {
        Document document = new Document();
        float[] vector = new float[dimension];
        vector[0] = id.length();
        vector[1] = -0.5f;
        document.add(new OmdbVectorField("embedding", id, vector, EUCLIDEAN));
        writer.addDocument(document);
      }
    }
  }

  private static List<String> files(Directory dir, List<String> extensions) throws IOException {
    return Arrays.stream(dir.listAll())
        .filter(name -> extensions.contains(name.substring(name.lastIndexOf('.') + 1)))
        .toList();
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
      out.writeBytes(bytes, bytes.length);
    }
  }

  private static Directory copy(Directory dir) throws IOException {
    BaseDirectory copy = new ByteBuffersDirectory();
    for (String file : dir.listAll()) {
      copy.copyFrom(dir, file, file, IOContext.DEFAULT);
    }
    return copy;
  }

  public void testEveryFileHasHeaderAndFooter() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      indexExample(dir);
      List<String> files = files(dir, EXTENSIONS);
      assertEquals(files.toString(), EXTENSIONS.size(), files.size());
      SegmentCommitInfo segment = SegmentInfos.readLatestCommit(dir).info(0);
      for (String file : files) {
        try (IndexInput in = dir.openInput(file, IOContext.DEFAULT)) {
          assertEquals(CodecUtil.CODEC_MAGIC, Integer.reverseBytes(in.readInt()));
          assertTrue(file, file.startsWith("_0_Omdb5HnswVectorsFormat_0."));
          String codecName = in.readString();
          assertEquals(file.contains(".omd"), codecName.startsWith("Omdb5"));
          in.seek(0);
          CodecUtil.checkIndexHeader(
              in, codecName, 0, 10, segment.info.getId(), "Omdb5HnswVectorsFormat_0");
          assertEquals(CodecUtil.retrieveChecksum(in), CodecUtil.checksumEntireFile(in));
        }
      }
    }
  }

  /** Bytes as {@code hexdump -C} prints them; those that no two segments share as dots. */
  private static String dump(byte[] bytes, byte[] segmentId) {
    boolean[] masked = new boolean[bytes.length];
    Arrays.fill(masked, bytes.length - Long.BYTES, bytes.length, true); // checksum
    for (int i = 0; i + segmentId.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + segmentId.length, segmentId, 0, segmentId.length)) {
        Arrays.fill(masked, i, i + segmentId.length, true);
      }
    }
    StringBuilder dump = new StringBuilder();
    boolean squeezing = false;
    for (int row = 0; row < bytes.length; row += 16) {
      int end = Math.min(row + 16, bytes.length);
      if (row > 0
          && end - row == 16
          && end < bytes.length
          && Arrays.equals(bytes, row - 16, row, bytes, row, end)) {
        dump.append(squeezing ? "" : "*\n");
        squeezing = true;
        continue;
      }
      squeezing = false;
      StringBuilder hex = new StringBuilder();
      StringBuilder text = new StringBuilder();
      for (int i = row; i < end; i++) {
        hex.append(masked[i] ? " .." : String.format(Locale.ROOT, " %02x", bytes[i]));
        hex.append(i == row + 7 ? " " : "");
        text.append(masked[i] || bytes[i] < 0x20 || bytes[i] > 0x7e ? '.' : (char) bytes[i]);
      }
      dump.append(String.format(Locale.ROOT, "%08x %-50s|%s|%n", row, hex, text));
    }
    return dump.toString();
  }

  /** The worked example of docs/FORMAT.md is what a writer really writes. */
  public void testFormatDocument() throws IOException {
    String document =
        Files.readString(Path.of(System.getProperty("omdb.basedir"), "docs", "FORMAT.md"));
    String missing =
        missingDumps(document, new OmdbCodec(), 2, FLAT_EXTENSIONS)
            + missingDumps(document, new WithGraph(), WITH_CODES, SEARCH_EXTENSIONS);
    assertEquals("docs/FORMAT.md lacks this", "", missing);
  }

  private static String missingDumps(
      String document, OmdbCodec codec, int dimension, List<String> extensions) throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      indexExample(dir, codec, dimension);
      byte[] id = SegmentInfos.readLatestCommit(dir).info(0).info.getId();
      StringBuilder missing = new StringBuilder();
      for (String extension : extensions) {
        String file = files(dir, List.of(extension)).get(0);
        String expected = "```hexdump\n" + file + "\n" + dump(read(dir, file), id) + "```\n";
        missing.append(document.contains(expected) ? "" : expected);
      }
      return missing.toString();
    }
  }

  private static boolean isDetected(Directory dir) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(dir)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        ((CodecReader) leaf.reader()).checkIntegrity();
      }
      return false;
    } catch (
        @SuppressWarnings("unused")
        CorruptIndexException expected) {
      return true;
    } catch (
        @SuppressWarnings("unused")
        IndexFormatTooNewException expected) {
      return true; // a flipped bit in the version
    } catch (
        @SuppressWarnings("unused")
        IndexFormatTooOldException expected) {
      return true; // the same, and the version is negative
    } catch (IOException e) {
      // Lucene's own readers say it like this, and name the file too.
      assertTrue(e.toString(), e.getMessage().contains("resource="));
      return true;
    }
  }

  public void testFlippedBitsAreDetected() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      indexExample(dir);
      for (String file : files(dir, OUR_EXTENSIONS)) {
        byte[] bytes = read(dir, file);
        for (int at = 0; at < bytes.length; at++) {
          byte[] damaged = bytes.clone();
          damaged[at] ^= (byte) (1 << random().nextInt(8));
          try (Directory copy = copy(dir)) {
            overwrite(copy, file, damaged);
            assertTrue(file + " byte " + at, isDetected(copy));
          }
        }
      }
    }
  }

  public void testTruncationIsDetected() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      indexExample(dir);
      for (String file : files(dir, OUR_EXTENSIONS)) {
        byte[] bytes = read(dir, file);
        for (int length = 0; length < bytes.length; length++) {
          try (Directory copy = copy(dir)) {
            overwrite(copy, file, Arrays.copyOf(bytes, length));
            try {
              assertTrue(file + " of " + length + " bytes", isDetected(copy));
            } catch (EOFException e) {
              assertTrue(e.toString(), length < 16);
            }
          }
        }
      }
    }
  }

  /** A file of the same name from another index. */
  public void testSwappedFilesAreDetected() throws IOException {
    try (Directory dir = new ByteBuffersDirectory();
        Directory other = new ByteBuffersDirectory()) {
      indexExample(dir);
      indexExample(other);
      for (String file : files(dir, EXTENSIONS)) {
        try (Directory copy = copy(dir)) {
          overwrite(copy, file, read(other, file));
          CorruptIndexException e =
              expectThrows(CorruptIndexException.class, () -> DirectoryReader.open(copy));
          assertTrue(e.getMessage(), e.getMessage().contains("file mismatch"));
          assertTrue(e.getMessage(), e.getMessage().contains(file));
        }
      }
    }
  }

  /** A file of a version that this library does not know. */
  public void testNewerVersionIsRefused() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      indexExample(dir);
      for (String file : files(dir, OUR_EXTENSIONS)) {
        byte[] bytes = read(dir, file);
        int versionAt = 4 + 1 + bytes[4]; // magic, name's length, name; big-endian
        bytes[versionAt + 3]++;
        try (Directory copy = copy(dir)) {
          overwrite(copy, file, withChecksum(bytes));
          IOException e = expectThrows(IOException.class, () -> DirectoryReader.open(copy));
          assertTrue(e.toString(), e instanceof IndexFormatTooNewException);
          assertTrue(e.getMessage(), e.getMessage().contains(file));
        }
      }
    }
  }

  private static byte[] withChecksum(byte[] bytes) throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      try (IndexOutput out = dir.createOutput("file", IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length - CodecUtil.footerLength());
        CodecUtil.writeFooter(out);
      }
      return read(dir, "file");
    }
  }

  public void testCheckIndexIsClean() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      indexExample(dir);
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      try (CheckIndex check = new CheckIndex(dir)) {
        check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
        check.setInfoStream(new PrintStream(output, true, StandardCharsets.UTF_8));
        CheckIndex.Status status = check.checkIndex();
        assertTrue(output.toString(StandardCharsets.UTF_8), status.clean);
        assertEquals(3, status.segmentInfos.get(0).vectorValuesStatus.totalVectorValues);
      }
    }
  }

  /**
   * What the documentation promises of size: an id costs its length, 8 bytes and at most 6 more.
   */
  public void testBytesPerId() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      int count = 20_000;
      long idBytes = 0;
      IndexModel model = new IndexModel("embedding");
      try (IndexWriter writer =
          new IndexWriter(
              dir,
              new IndexWriterConfig()
                  .setCodec(new OmdbCodec())
                  .setUseCompoundFile(false)
                  .setMaxBufferedDocs(count + 1)
                  .setRAMBufferSizeMB(IndexWriterConfig.DISABLE_AUTO_FLUSH)
                  .setMergePolicy(NoMergePolicy.INSTANCE))) {
        for (int i = 0; i < count; i++) {
          String id = "x".repeat(random().nextInt(100)) + i;
          float[] vector = {i};
          Document document = new Document();
          document.add(new OmdbVectorField("embedding", id, vector, EUCLIDEAN));
          writer.addDocument(document);
          idBytes += new BytesRef(id).length;
          model.vectors().put(id, vector);
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        model.check(reader);
      }
      long files = 0;
      for (String file : files(dir, FLAT_EXTENSIONS)) {
        files += dir.fileLength(file);
      }
      double perId = (files - 512 - 4 * count - idBytes) / (double) count;
      assertTrue("bytes per id beyond its length: " + perId, perId <= 14.1); // and three headers
    }
  }

  /** Several fields, with and without ids, dense and sparse, share the files of their segment. */
  public void testFieldsShareFiles() throws IOException {
    try (Directory dir = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(
              dir, new IndexWriterConfig().setCodec(new OmdbCodec()).setUseCompoundFile(false))) {
        for (int i = 0; i < 10; i++) {
          Document document = new Document();
          document.add(new OmdbVectorField("a/b", "a" + i, new float[] {i}, EUCLIDEAN));
          if (i % 2 == 0) {
            document.add(new OmdbVectorField("\u00FC", "b" + i, new float[] {i, i}, EUCLIDEAN));
          }
          document.add(new KnnFloatVectorField("plain", new float[] {i, i, i}, EUCLIDEAN));
          writer.addDocument(document);
        }
      }
      assertEquals(
          EXTENSIONS.stream()
              .map(e -> "_0_Omdb5HnswVectorsFormat_0." + e)
              .collect(Collectors.toSet()),
          files(dir, EXTENSIONS).stream().collect(Collectors.toSet()));
      try (DirectoryReader reader = DirectoryReader.open(dir)) {
        assertEquals(3, OmdbVectorIds.find(reader, "a/b", "a3"));
        assertEquals(4, OmdbVectorIds.find(reader, "\u00FC", "b4"));
        assertEquals(-1, OmdbVectorIds.find(reader, "\u00FC", "b3"));
        assertEquals(-1, OmdbVectorIds.find(reader, "plain", "a3"));
      }
    }
  }
}
