// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Executor;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.omdb.bench.data.VectorSet;

/**
 * A contender that is a Lucene index. All of them have the same documents: a vector, and an id. The
 * id is also indexed, so that documents can be updated. They differ in the codec and in the field
 * of the id. {@link LuceneBuild} writes the index, {@link LuceneSearcher} reads it.
 */
abstract class LuceneContender implements Contender {

  static final String VECTOR = "vector";

  /** Field of the marks. A mark is a term that some documents have. */
  static final String MARK = "mark";

  /** The codec to write with. */
  abstract Codec codec(BuildOptions options);

  /** A document to be indexed. */
  abstract Document document(String id, float[] vector, VectorSimilarityFunction similarity);

  /** Reads the ids of hits. */
  abstract String[] ids(IndexReader reader, TopDocs hits) throws IOException;

  /**
   * The merge policy.
   *
   * @param usual the policy of the other contenders
   * @param codec of the writer
   */
  MergePolicy mergePolicy(MergePolicy usual, Codec codec) {
    return usual;
  }

  /** The document of a row, with the row's marks. */
  final Document document(VectorSet set, int row, IndexShape shape) {
    Document document = document(set.ids().get(row), set.base().get(row), set.similarity());
    for (String mark : shape.marks().apply(row)) {
      document.add(new StringField(MARK, mark, Store.NO));
    }
    return document;
  }

  /**
   * The query for the nearest vectors.
   *
   * @param filter matches the documents that may be found; null for all
   */
  Query query(float[] vector, int k, int fanout, Query filter) {
    return new KnnFloatVectorQuery(VECTOR, vector, fanout, filter);
  }

  @Override
  public final boolean hasSegments() {
    return true;
  }

  @Override
  public String refusal(VectorSet set) {
    Codec codec = codec(BuildOptions.DEFAULT);
    int most = codec.knnVectorsFormat().getMaxDimensions(VECTOR);
    return set.dimension() <= most
        ? null
        : String.format(
            Locale.ROOT, "supports at most %,d dimensions, the set has %,d", most, set.dimension());
  }

  @Override
  public BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException {
    return new LuceneBuild(this, set, options).into(folder);
  }

  @Override
  public EvolvingIndex evolve(Path folder, BuildOptions options) throws IOException {
    return new EvolvingIndex(this, folder, options);
  }

  @Override
  public final Searcher open(Path folder) throws IOException {
    return open(folder, IndexAccess.DEFAULT);
  }

  @Override
  public Searcher open(Path folder, IndexAccess access) throws IOException {
    return new LuceneSearcher(access.open(folder), this, null, null);
  }

  @Override
  public Searcher open(Path folder, Executor executor) throws IOException {
    return new LuceneSearcher(IndexAccess.DEFAULT.open(folder), this, null, executor);
  }

  @Override
  public Searcher openFiltered(Path folder, String mark) throws IOException {
    return new LuceneSearcher(
        IndexAccess.DEFAULT.open(folder), this, new TermQuery(new Term(MARK, mark)), null);
  }
}
