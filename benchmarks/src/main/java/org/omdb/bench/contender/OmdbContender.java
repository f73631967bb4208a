// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.TopDocs;
import org.omdb.bench.contender.IndexShape.Threads;
import org.omdb.bench.data.VectorSet;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/** This project's library, with its defaults or with other options. */
final class OmdbContender extends LuceneContender {

  static final String NAME = "omdb";

  private final OmdbOptions changed;

  OmdbContender() {
    this(OmdbOptions.NONE);
  }

  OmdbContender(OmdbOptions changed) {
    this.changed = changed;
  }

  @Override
  public String name() {
    return NAME + changed;
  }

  @Override
  public String description() {
    return changed.isEmpty()
        ? "OmdbCodec, id beside the vector"
        : "omdb with options that differ from its defaults";
  }

  @Override
  Codec codec(BuildOptions options) {
    OmdbCodec.Builder builder = OmdbCodec.builder(); // with its own defaults for the graph
    if (options.shape().threads() == Threads.ONE) {
      builder.mergeWorkers(1);
    }
    return changed.applyTo(builder).build();
  }

  @Override
  MergePolicy mergePolicy(MergePolicy usual, Codec codec) {
    return changed.mergePolicy(usual, (OmdbCodec) codec);
  }

  @Override
  public BuildReport build(VectorSet set, Path folder, BuildOptions options) throws IOException {
    return changed.withProperties(() -> super.build(set, folder, options));
  }

  @Override
  public EvolvingIndex evolve(Path folder, BuildOptions options) throws IOException {
    return changed.withProperties(() -> super.evolve(folder, options));
  }

  @Override
  public Searcher open(Path folder, IndexAccess access) throws IOException {
    return changed.withProperties(() -> super.open(folder, access));
  }

  @Override
  public Searcher open(Path folder, Executor executor) throws IOException {
    return changed.withProperties(() -> super.open(folder, executor));
  }

  @Override
  public Searcher openFiltered(Path folder, String mark) throws IOException {
    return changed.withProperties(() -> super.openFiltered(folder, mark));
  }

  @Override
  Document document(String id, float[] vector, VectorSimilarityFunction similarity) {
    Document document = new Document();
    document.add(new OmdbVectorField(VECTOR, id, vector, similarity));
    return document;
  }

  @Override
  String[] ids(IndexReader reader, TopDocs hits) throws IOException {
    List<OmdbVectorIds.Hit> resolved = OmdbVectorIds.resolve(reader, VECTOR, hits);
    String[] ids = new String[resolved.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = resolved.get(i).id();
    }
    return ids;
  }
}
