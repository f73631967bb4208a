// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

import java.io.IOException;
import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;

/** A segment whose id tables are out of reach, as they will be when it is in Lucene's format. */
final class HiddenTableReader extends FilterCodecReader {

  HiddenTableReader(CodecReader in) {
    super(in);
  }

  @Override
  public KnnVectorsReader getVectorReader() {
    KnnVectorsReader vectors = in.getVectorReader();
    return vectors == null ? null : new PlainVectorsReader(vectors);
  }

  @Override
  public CacheHelper getCoreCacheHelper() {
    return null;
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return null;
  }

  /** Hands out vectors and nothing else. */
  private static final class PlainVectorsReader extends KnnVectorsReader {

    private final KnnVectorsReader in;

    PlainVectorsReader(KnnVectorsReader in) {
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
    public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
      return in.getOffHeapByteSize(field);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
