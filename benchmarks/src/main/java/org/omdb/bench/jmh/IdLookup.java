// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.jmh;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Finds the document of an existing id: by OMDB's sorted ids, and by Lucene's terms. */
public class IdLookup extends MicroBenchmark {

  /** Number of documents. */
  @Param({"100000"})
  public int rows;

  private TemporaryIndex index;
  private OmdbVectorIds omdb;
  private LeafReader leaf;
  private TermsEnum terms;
  private PostingsEnum postings;
  private BytesRef[] ids;
  private int next;

  /** Called by JMH. */
  public IdLookup() {}

  /**
   * Builds the index.
   *
   * @throws IOException if that fails
   */
  @Setup(Level.Trial)
  public void open() throws IOException {
    index = IdIndex.build(rows);
    leaf = index.leaf();
    omdb = OmdbVectorIds.of(leaf, TemporaryIndex.FIELD);
    terms = leaf.terms(TemporaryIndex.FIELD).iterator();
    int[] random = index.randomRows();
    ids = new BytesRef[random.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = new BytesRef(index.set().ids().get(random[i]));
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

  private BytesRef id() {
    next = (next + 1) & (ids.length - 1);
    return ids[next];
  }

  /**
   * Finds the document by OMDB's sorted ids.
   *
   * @return the document
   * @throws IOException if reading fails
   */
  @Benchmark
  public int omdb() throws IOException {
    return omdb.idToDocument(id());
  }

  /**
   * Finds the document by the term that {@link org.omdb.lucene.OmdbVectorField} indexes.
   * Enumerators are reused, as an index writer does.
   *
   * @return the document
   * @throws IOException if reading fails
   */
  @Benchmark
  public int term() throws IOException {
    if (terms.seekExact(id()) == false) {
      throw new AssertionError("an existing id was not found");
    }
    postings = terms.postings(postings, PostingsEnum.NONE);
    return postings.nextDoc();
  }
}
