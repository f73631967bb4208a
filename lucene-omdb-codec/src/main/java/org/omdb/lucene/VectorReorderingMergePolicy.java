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
 * Makes merges put documents with near vectors next to each other. Then more of what a search reads
 * is in the processor's caches already. Results stay the same.
 *
 * <pre class="prettyprint">
 * MergePolicy reordering = new VectorReorderingMergePolicy(new TieredMergePolicy(), "embedding");
 * iwc.setCodec(codec).setMergePolicy(new OmdbMergePolicy(reordering, codec));
 * </pre>
 *
 * <p>A merge that reorders can't reuse a graph, and can't copy stored fields in bulk. So use this
 * policy for large segments that are searched much and merged rarely. Ids stay with their vectors
 * in any case. With {@link OmdbMergePolicy} around this policy, merges take ids from the id tables
 * of their sources.
 *
 * <p>The order is found by recursive bisection, as Dhulipala et al. (arXiv:1602.08820) do it with
 * the documents of an inverted index. In each step k-means computes two centers from a sample. The
 * half of the vectors that is nearer to the first center comes first. Then each half is divided in
 * the same way. This takes about as long as comparing every vector with 15 others, and needs 16
 * bytes of heap per document.
 *
 * <p>Documents without a vector come last, in their old order. A merge is not reordered if its
 * documents have an order that matters: an index sort, blocks of documents, or an order by the
 * wrapped policy. Thread-safe as the wrapped policy is.
 */
public final class VectorReorderingMergePolicy extends OneMergeWrappingMergePolicy {

  /** The codes and links of fewer vectors fit the processor's caches in any order. */
  private static final int MIN_VECTORS = 1 << 14;

  private final String field;
  private final int minVectors;

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
    this.field = Objects.requireNonNull(field, "field");
    this.minVectors = minVectors;
  }

  /** The merges of addIndexes, which the superclass does not wrap. */
  @Override
  public MergeSpecification findMerges(CodecReader... readers) throws IOException {
    return FilterMerge.wrapAll(
        in.findMerges(readers), merge -> new ReorderingMerge(merge, field, minVectors));
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
