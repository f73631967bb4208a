// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;

/** A wrapper that does all that Lucene asks for, and hides what it wraps. */
class HiddenVectorsReader extends KnnVectorsReader {

  private final KnnVectorsReader in;

  HiddenVectorsReader(KnnVectorsReader in) {
    this.in = in;
  }

  @Override
  public void checkIntegrity() throws IOException {
    in.checkIntegrity();
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return in.getFloatVectorValues(field);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return in.getByteVectorValues(field);
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    in.search(field, target, collector, acceptDocs);
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs acceptDocs)
      throws IOException {
    in.search(field, target, collector, acceptDocs);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
