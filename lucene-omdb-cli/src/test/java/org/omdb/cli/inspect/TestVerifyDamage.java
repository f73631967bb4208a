// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.tests.util.LuceneTestCase;
import org.omdb.cli.console.ExitStatus;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;

/** {@code omdb verify} finds damage of every kind anywhere in the files of an index. */
@LuceneTestCase.SuppressFileSystems("ExtrasFS") // folders that Lucene leaves alone
public class TestVerifyDamage extends CommandTestCase {

  private static final int KINDS = 4;

  private Path index;

  private void writeTwoSegments(boolean compound) throws IOException {
    index = createTempDir();
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new OmdbCodec())
            .setUseCompoundFile(compound)
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, config)) {
      for (int i = 0; i < 40; i++) {
        Document document = new Document();
        float[] vector = {random().nextFloat(), random().nextFloat()};
        document.add(
            new OmdbVectorField("own", "id " + i, vector, VectorSimilarityFunction.EUCLIDEAN));
        writer.addDocument(document);
        if (i == 20) {
          writer.flush();
        }
      }
      writer.deleteDocuments(OmdbVectorField.idTerm("own", "id 3"));
    }
  }

  /** Flips a bit, zeroes, cuts off, or swaps with another region; may change nothing. */
  private static byte[] damage(byte[] sound, int kind) {
    byte[] bytes = sound.clone();
    int at = random().nextInt(bytes.length);
    int length = 1 + random().nextInt(Math.min(64, bytes.length - at));
    switch (kind) {
      case 0 -> bytes[at] ^= (byte) (1 << random().nextInt(8));
      case 1 -> Arrays.fill(bytes, at, at + length, (byte) 0);
      case 2 -> bytes = Arrays.copyOf(bytes, at);
      default -> {
        int other = random().nextInt(bytes.length - length + 1);
        System.arraycopy(sound, at, bytes, other, length);
        System.arraycopy(sound, other, bytes, at, length);
      }
    }
    return bytes;
  }

  private void damageEachFile(boolean compound) throws IOException {
    writeTwoSegments(compound);
    run(ExitStatus.DONE, "verify", index);
    List<Path> files;
    try (Stream<Path> list = Files.list(index)) {
      files = list.filter(file -> file.endsWith("write.lock") == false).sorted().toList();
    }
    int rounds = (TEST_NIGHTLY ? 100 : 3) * RANDOM_MULTIPLIER;
    for (Path file : files) {
      byte[] sound = Files.readAllBytes(file);
      for (int round = 0; round < rounds; round++) {
        for (int kind = 0; kind < KINDS; kind++) {
          byte[] damaged = damage(sound, kind);
          if (Arrays.equals(sound, damaged)) {
            continue;
          }
          Files.write(file, damaged);
          run(ExitStatus.FAILED, "verify", index);
          assertTrue(file + ": " + out, out.startsWith("problem: "));
          assertEquals("", err);
        }
      }
      Files.write(file, sound);
    }
    run(ExitStatus.DONE, "verify", index);
  }

  public void testSeparateFiles() throws IOException {
    damageEachFile(false);
  }

  public void testCompoundFiles() throws IOException {
    damageEachFile(true);
  }
}
