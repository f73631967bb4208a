// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;

/** Lucene's default codec with ids in doc values, which are faster to read than stored fields. */
final class DocValuesIdContender extends LuceneContender {

  private static final String ID = "id";

  @Override
  public String name() {
    return "lucene-dv";
  }

  @Override
  public String description() {
    return "Lucene99HnswVectorsFormat, id as binary doc values";
  }

  @Override
  Codec codec(BuildOptions options) {
    return FormatCodec.hnsw(options);
  }

  @Override
  Document document(String id, float[] vector, VectorSimilarityFunction similarity) {
    Document document = new Document();
    document.add(new StringField(ID, id, Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(id)));
    document.add(new KnnFloatVectorField(VECTOR, vector, similarity));
    return document;
  }

  /** Reads in the order of documents, because doc values can only be read forward. */
  @Override
  String[] ids(IndexReader reader, TopDocs hits) throws IOException {
    ScoreDoc[] scoreDocs = hits.scoreDocs;
    Integer[] byDocument = new Integer[scoreDocs.length];
    Arrays.setAll(byDocument, i -> i);
    Arrays.sort(byDocument, Comparator.comparingInt(i -> scoreDocs[i].doc));
    String[] ids = new String[scoreDocs.length];
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = null;
    BinaryDocValues values = null;
    for (int i : byDocument) {
      int doc = scoreDocs[i].doc;
      if (leaf == null || doc >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = leaves.get(ReaderUtil.subIndex(doc, leaves));
        values = DocValues.getBinary(leaf.reader(), ID);
      }
      if (values.advanceExact(doc - leaf.docBase)) {
        ids[i] = values.binaryValue().utf8ToString();
      }
    }
    return ids;
  }
}
