// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.source;

import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.opensearch.common.lucene.index.SequentialStoredFieldsLeafReader;

/**
 * A reader that returns each {@code _source} with the vectors that {@link StoredSource} removed
 * from it. They are read from the segment. Searches and gets read through it, and with them updates
 * and reindex.
 */
public final class RestoringReader extends FilterDirectoryReader {

  private final VectorMapping mapping;

  /**
   * Wraps the reader of a shard.
   *
   * @param in the reader to wrap
   * @param mapping the vector fields of the index
   * @throws IOException if reading fails
   */
  public RestoringReader(DirectoryReader in, VectorMapping mapping) throws IOException {
    super(
        in,
        new SubReaderWrapper() {
          @Override
          public LeafReader wrap(LeafReader reader) {
            return new Leaf(reader, mapping);
          }
        });
    this.mapping = mapping;
  }

  @Override
  protected DirectoryReader doWrapDirectoryReader(DirectoryReader other) throws IOException {
    return new RestoringReader(other, mapping);
  }

  @Override
  public CacheHelper getReaderCacheHelper() {
    return in.getReaderCacheHelper();
  }

  private static final class Leaf extends SequentialStoredFieldsLeafReader {

    private final VectorMapping mapping;

    Leaf(LeafReader in, VectorMapping mapping) {
      super(in);
      this.mapping = mapping;
    }

    private SegmentVectors vectors() {
      return new SegmentVectors(in, mapping);
    }

    @Override
    public StoredFields storedFields() throws IOException {
      StoredFields stored = in.storedFields();
      SegmentVectors vectors = vectors();
      return new StoredFields() {
        @Override
        public void prefetch(int doc) throws IOException {
          stored.prefetch(doc);
        }

        @Override
        public void document(int doc, StoredFieldVisitor visitor) throws IOException {
          stored.document(doc, new RestoringVisitor(visitor, vectors, doc));
        }
      };
    }

    @Override
    protected StoredFieldsReader doGetSequentialStoredFieldsReader(StoredFieldsReader reader) {
      return new Sequential(reader, this);
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private static final class Sequential extends StoredFieldsReader {

    private final StoredFieldsReader in;
    private final Leaf leaf;
    private final SegmentVectors vectors;

    Sequential(StoredFieldsReader in, Leaf leaf) {
      this.in = in;
      this.leaf = leaf;
      this.vectors = leaf.vectors();
    }

    @Override
    public void document(int doc, StoredFieldVisitor visitor) throws IOException {
      in.document(doc, new RestoringVisitor(visitor, vectors, doc));
    }

    @Override
    public void prefetch(int doc) throws IOException {
      in.prefetch(doc);
    }

    /** A clone is for another thread, so it gets its own iterators over the vectors. */
    @Override
    public StoredFieldsReader clone() {
      return new Sequential(in.clone(), leaf);
    }

    @Override
    public StoredFieldsReader getMergeInstance() {
      return new Sequential(in.getMergeInstance(), leaf);
    }

    @Override
    public void checkIntegrity() throws IOException {
      in.checkIntegrity();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
