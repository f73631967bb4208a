// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.OneMergeWrappingMergePolicy;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.store.Directory;
import org.omdb.lucene.merge.FilterMerge;

/**
 * Has merges put documents with near vectors next to each other, so that a search finds more of
 * what it reads in the processor's caches. What it finds stays the same.
 *
 * <pre class="prettyprint">
 * MergePolicy reordering = new VectorReorderingMergePolicy(new TieredMergePolicy(), "embedding");
 * iwc.setCodec(codec).setMergePolicy(new OmdbMergePolicy(reordering, codec));
 * </pre>
 *
 * <p>A merge that reorders builds its graph anew, and can't copy stored fields in bulk. So this is
 * for large segments that are searched more often than merged. Ids stay with their vectors in any
 * case; {@link OmdbMergePolicy} around this policy lets merges take them from the id tables of
 * their sources.
 *
 * <p>The order is found by halving the vectors again and again. Each time two centers are sought
 * among a sample, as k-means does, and those vectors that are nearer to the first center than the
 * others become the first half. (Recursive bisection, which Dhulipala et al., arXiv:1602.08820, do
 * with the documents of an inverted index.) This takes about as long as comparing every vector with
 * 15 others, and 16 bytes of heap per document while it lasts.
 *
 * <p>Documents without a vector keep their order and come last. Merges whose documents have an
 * order already stay as they are: those of an index with an index sort or with blocks of documents,
 * and those that the wrapped policy reorders. Thread-safe as the wrapped policy is.
 */
public final class VectorReorderingMergePolicy extends OneMergeWrappingMergePolicy {

  /** Codes and links of as many vectors are in the processor's caches in any order. */
  private static final int MIN_VECTORS = 1 << 14;

  /**
   * Wraps a policy; merges of fewer than 16,384 vectors keep their order.
   *
   * @param in decides what is merged
   * @param field whose vectors decide the order
   */
  public VectorReorderingMergePolicy(MergePolicy in, String field) {
    this(in, field, MIN_VECTORS);
  }

  /**
   * Wraps a policy.
   *
   * @param in decides what is merged
   * @param field whose vectors decide the order
   * @param minVectors a merge of fewer vectors keeps their order
   */
  public VectorReorderingMergePolicy(MergePolicy in, String field, int minVectors) {
    super(in, merge -> new ReorderingMerge(merge, field, minVectors));
    Objects.requireNonNull(field, "field");
  }

  private static final class ReorderingMerge extends FilterMerge {

    private final String field;
    private final int minVectors;

    ReorderingMerge(OneMerge in, String field, int minVectors) {
      super(in);
      this.field = field;
      this.minVectors = minVectors;
    }

    @Override
    public Sorter.DocMap reorder(CodecReader reader, Directory dir, Executor executor)
        throws IOException {
      Sorter.DocMap theirs = super.reorder(reader, dir, executor);
      return theirs != null || reader.getMetaData().hasBlocks()
          ? theirs
          : VectorOrder.of(reader, field, minVectors, this::checkAborted);
    }
  }
}
