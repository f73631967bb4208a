// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbVectorField;
import org.omdb.lucene.OmdbVectorIds;

/**
 * How the demo uses Lucene and this library: the code that an application would write.
 *
 * <p>Each method that writes opens an index writer and closes it, as if the application had been
 * restarted in between.
 */
final class DemoIndex {

  /** The one field of each document: the class's vector and, as its id, the class's name. */
  static final String FIELD = "class";

  /** All vectors are of length 1. */
  static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;

  /** How many candidates a search of the graph collects. More of them make it more exact. */
  private static final int CANDIDATES = 50;

  private static final Map<String, String> MARK = Map.of("made by", "omdb demo");

  private final Directory directory;

  DemoIndex(Directory directory) {
    this.directory = directory;
  }

  /** Whether the last commit is from a demo, so that it may be overwritten. */
  boolean isOfDemo() throws IOException {
    return DirectoryReader.indexExists(directory)
        && SegmentInfos.readLatestCommit(directory).getUserData().equals(MARK);
  }

  /** Creates an empty index, and deletes an old one in this directory. */
  void create() throws IOException {
    try (IndexWriter writer =
        new IndexWriter(directory, config(NoMergePolicy.INSTANCE).setOpenMode(OpenMode.CREATE))) {
      writer.setLiveCommitData(MARK.entrySet());
      writer.commit();
    }
  }

  /**
   * Adds documents.
   *
   * @param segments how many segments to make
   */
  void add(Map<String, float[]> vectors, int segments) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config(NoMergePolicy.INSTANCE))) {
      int added = 0;
      int committed = 0;
      for (Map.Entry<String, float[]> entry : vectors.entrySet()) {
        writer.addDocument(document(entry.getKey(), entry.getValue()));
        added++;
        if ((long) added * segments / vectors.size() > committed) {
          writer.commit();
          committed++;
        }
      }
    }
  }

  /** Deletes and replaces documents by their ids. */
  void change(Collection<String> deleted, Map<String, float[]> updated) throws IOException {
    try (IndexWriter writer = new IndexWriter(directory, config(NoMergePolicy.INSTANCE))) {
      List<Term> terms = new ArrayList<>();
      for (String id : deleted) {
        terms.add(OmdbVectorField.idTerm(FIELD, id));
      }
      writer.deleteDocuments(terms.toArray(Term[]::new));
      for (Map.Entry<String, float[]> entry : updated.entrySet()) {
        Document document = document(entry.getKey(), entry.getValue());
        writer.updateDocument(OmdbVectorField.idTerm(FIELD, entry.getKey()), document);
      }
    }
  }

  /** Merges all segments into one, without the deleted documents. */
  void merge() throws IOException {
    // A compound file would hide the files that the report shows.
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setNoCFSRatio(0);
    try (IndexWriter writer = new IndexWriter(directory, config(policy))) {
      writer.forceMerge(1);
    }
  }

  DirectoryReader open() throws IOException {
    return DirectoryReader.open(directory);
  }

  /** The {@code count} classes that are most like a vector, best first. */
  static List<OmdbVectorIds.Hit> search(IndexReader reader, float[] vector, int count)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    KnnFloatVectorQuery query = new KnnFloatVectorQuery(FIELD, vector, Math.max(count, CANDIDATES));
    TopDocs hits = searcher.search(query, count);
    return OmdbVectorIds.resolve(reader, FIELD, hits);
  }

  private static Document document(String id, float[] vector) {
    Document document = new Document();
    document.add(new OmdbVectorField(FIELD, id, vector, SIMILARITY));
    return document;
  }

  private static IndexWriterConfig config(MergePolicy mergePolicy) {
    return new IndexWriterConfig()
        .setCodec(new OmdbCodec())
        .setMergePolicy(mergePolicy)
        .setUseCompoundFile(false);
  }
}
