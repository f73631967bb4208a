// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.tests.codecs.cranky.CrankyCodec;
import org.omdb.fixtures.Crankiness;
import org.omdb.fixtures.CrankyFlatVectorsWriter;
import org.omdb.fixtures.CrankyKnnVectorsFormat;
import org.omdb.lucene.OmdbCodec;

/**
 * Each method of the vector writers and readers that can fail fails: under the graph, where our
 * writer is, and above it.
 */
public class TestCrankyVectors extends FaultTestCase {

  private final Crankiness crankiness = new Crankiness();

  private Codec codec() {
    Codec codec = new EagerGraphCodec(writer -> new CrankyFlatVectorsWriter(writer, crankiness));
    KnnVectorsFormat format = new CrankyKnnVectorsFormat(codec.knnVectorsFormat(), crankiness);
    return new FilterCodec(codec.getName(), codec) {
      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return format;
      }
    };
  }

  private static void work(IndexWriter writer, ModelledIndex model) throws IOException {
    model.add(writer, 3);
    writer.flush();
    model.add(writer, 3);
    model.update(writer);
    model.commit(writer);
    model.add(writer, 3);
    model.delete(writer);
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      model.checkLive(reader);
    }
    writer.forceMerge(1);
    model.commit(writer);
  }

  /** Each method, at its first call, its last and one between. */
  public void testEachMethod() throws IOException {
    try (Disk disk = new Disk(new ByteBuffersDirectory());
        IndexWriter writer = new IndexWriter(disk.mock, config(codec(), false))) {
      work(writer, new ModelledIndex(random()));
    }
    Map<String, Integer> calls = crankiness.calls();
    Set<String> called = new TreeSet<>(calls.keySet());
    called.remove("Reader.search"); // if there are vectors to be searched
    assertEquals(new TreeSet<>(EACH), called);
    int rounds = 0;
    int failed = 0;
    for (Map.Entry<String, Integer> call : calls.entrySet()) {
      int last = call.getValue();
      int between = 1 + random().nextInt(last);
      for (int at : new int[] {1, between, Math.max(1, last - 1)}) {
        for (boolean concurrent : new boolean[] {false, true}) {
          rounds++;
          failed += round(concurrent, () -> crankiness.failAt(call.getKey(), at)) ? 1 : 0;
        }
      }
    }
    assertTrue(failed > rounds / 2);
    survived(rounds, failed, "each method of a cranky vector format");
  }

  /** The methods that can fail, so that one that is called no more is missed. */
  private static final List<String> EACH =
      List.of(
          "FlatFieldWriter.addValue",
          "FlatWriter.addField",
          "FlatWriter.addField, done",
          "FlatWriter.close, done",
          "FlatWriter.finish",
          "FlatWriter.finish, done",
          "FlatWriter.flush",
          "FlatWriter.flush, done",
          "FlatWriter.mergeOneFlatVectorField",
          "FlatWriter.mergeOneFlatVectorField, done",
          "FieldWriter.addValue",
          "FieldWriter.addValue, done",
          "Format.fieldsReader",
          "Format.fieldsWriter",
          "Reader.close, done",
          "Reader.getByteVectorValues",
          "Reader.getFloatVectorValues",
          "Reader.getMergeInstance",
          "Writer.addField",
          "Writer.addField, done",
          "Writer.close, done",
          "Writer.finish",
          "Writer.finish, done",
          "Writer.flush",
          "Writer.flush, done",
          "Writer.mergeOneField",
          "Writer.mergeOneField, done",
          "Writer.mergeOneField, deferred",
          "Writer.mergeOneField, deferred, done");

  public void testRandomly() throws IOException {
    int rounds = rounds(60);
    int failed = 0;
    for (int i = 0; i < rounds; i++) {
      int oneIn = 5 + random().nextInt(200);
      failed += round(random().nextBoolean(), () -> crankiness.failOneIn(random(), oneIn)) ? 1 : 0;
    }
    assertTrue(failed > 0);
    survived(rounds, failed, "a cranky vector format at random");
  }

  private boolean round(boolean concurrent, Runnable cranky) throws IOException {
    try (Disk disk = new Disk(new ByteBuffersDirectory())) {
      ModelledIndex model = new ModelledIndex(random());
      cranky.run();
      IndexWriter writer = new IndexWriter(disk.mock, config(codec(), concurrent));
      boolean failed = false;
      for (int attempts = 0; writer.isOpen() && attempts < 3; attempts++) {
        try {
          work(writer, model);
        } catch (IOException | RuntimeException e) {
          assertExpected(e);
          failed = true;
        }
      }
      crankiness.calmDown();
      goOnOrClose(writer, model, concurrent);
      model.checkCommitted(disk.mock);
      return failed;
    } finally {
      crankiness.calmDown();
    }
  }

  /** Everything but vectors fails, as Lucene has it fail; ids depend on doc values. */
  public void testEverythingButVectors() throws IOException {
    int rounds = rounds(40);
    int failed = 0;
    for (int i = 0; i < rounds; i++) {
      OmdbCodec codec = ModelledIndex.codec().build();
      Codec cranky = new CrankyCodec(codec, new Random(random().nextLong()));
      try (Disk disk = new Disk(new ByteBuffersDirectory())) {
        ModelledIndex model = new ModelledIndex(random());
        IndexWriter writer = new IndexWriter(disk.mock, config(cranky, false));
        try {
          work(writer, model);
        } catch (IOException | IllegalStateException e) {
          assertFake(e);
          failed++;
        }
        try {
          writer.rollback();
        } catch (IOException | IllegalStateException e) {
          assertFake(e);
        }
        assertFalse(writer.isOpen());
        model.checkCommitted(disk.mock);
      }
    }
    survived(rounds, failed, "Lucene's CrankyCodec around OmdbCodec");
  }

  private static void assertFake(Exception e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (String.valueOf(t.getMessage()).startsWith("Fake IOException")) {
        return;
      }
    }
    throw new AssertionError(e);
  }
}
