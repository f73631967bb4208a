// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reads the id of a hit from OMDB's table, from binary doc values and from a stored field. Ten ids
 * are read at a time, in the order of documents, as after a search. The time is per hit.
 */
public class IdTableAccess extends MicroBenchmark {

  private static final int HITS = 10;

  /** Number of documents. */
  @Param({"100000"})
  public int rows;

  private TemporaryIndex index;
  private LeafReader leaf;
  private int[][] hits;
  private int next;
  private final BytesRef id = new BytesRef();

  /** Called by JMH. */
  public IdTableAccess() {}

  /**
   * Builds the index.
   *
   * @throws IOException if that fails
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    index = IdIndex.build(rows);
    leaf = index.leaf();
    int[] random = index.randomRows();
    hits = new int[random.length / HITS][];
    for (int i = 0; i < hits.length; i++) {
      hits[i] = Arrays.copyOfRange(random, i * HITS, (i + 1) * HITS);
      Arrays.sort(hits[i]);
    }
  }

  /**
   * Deletes the index.
   *
   * @throws IOException if that fails
   */
  @TearDown(Level.Trial)
  public void close() throws IOException {
    index.close();
  }

  private int[] hits() {
    next = (next + 1) % hits.length;
    return hits[next];
  }

  /**
   * Reads OMDB's table by ordinal. In this index the ordinal is the document.
   *
   * @param blackhole takes the ids
   * @throws IOException if reading fails
   */
  @Benchmark
  @OperationsPerInvocation(HITS)
  public void omdbOrdinal(Blackhole blackhole) throws IOException {
    OmdbVectorIds ids = OmdbVectorIds.of(leaf, TemporaryIndex.FIELD);
    for (int ordinal : hits()) {
      ids.ordinalToId(ordinal, id);
      blackhole.consume(id);
    }
  }

  /**
   * Reads OMDB's table by document, and makes strings.
   *
   * @param blackhole takes the ids
   * @throws IOException if reading fails
   */
  @Benchmark
  @OperationsPerInvocation(HITS)
  public void omdbString(Blackhole blackhole) throws IOException {
    OmdbVectorIds ids = OmdbVectorIds.of(leaf, TemporaryIndex.FIELD);
    for (int doc : hits()) {
      blackhole.consume(ids.documentToId(doc));
    }
  }

  /**
   * Reads doc values, and makes strings.
   *
   * @param blackhole takes the ids
   * @throws IOException if reading fails
   */
  @Benchmark
  @OperationsPerInvocation(HITS)
  public void docValuesString(Blackhole blackhole) throws IOException {
    BinaryDocValues values = leaf.getBinaryDocValues(IdIndex.DOC_VALUES);
    for (int doc : hits()) {
      blackhole.consume(values.advanceExact(doc) ? values.binaryValue().utf8ToString() : null);
    }
  }

  /**
   * Reads stored fields.
   *
   * @param blackhole takes the ids
   * @throws IOException if reading fails
   */
  @Benchmark
  @OperationsPerInvocation(HITS)
  public void storedString(Blackhole blackhole) throws IOException {
    StoredFields stored = leaf.storedFields();
    for (int doc : hits()) {
      blackhole.consume(stored.document(doc, Set.of(IdIndex.STORED)).get(IdIndex.STORED));
    }
  }
}
