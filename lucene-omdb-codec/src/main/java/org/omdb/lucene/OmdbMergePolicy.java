// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.OneMergeWrappingMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.TieredMergePolicy;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.merge.AuditedMerge;
import org.omdb.lucene.merge.FilterMerge;

/**
 * Brings all segments of an index to the OMDB format on {@link
 * org.apache.lucene.index.IndexWriter#forceMerge}, and audits every merge: each vector has to come
 * out of it with its id.
 *
 * <pre class="prettyprint">
 * OmdbCodec codec = OmdbCodec.builder().idField("id").build();
 * iwc.setCodec(codec).setMergePolicy(new OmdbMergePolicy(codec));
 * </pre>
 *
 * <h2>Rewrites</h2>
 *
 * <p>The wrapped policy decides what is merged. A forced merge also rewrites segments that the
 * wrapped policy leaves alone, one by one, if
 *
 * <ul>
 *   <li>their vectors are not in the OMDB format
 *   <li>some of their ids are not in the id table: they are only stored or indexed, or were updated
 *       since
 *   <li>they are as they were flushed, with a draft of a graph or without one.
 * </ul>
 *
 * <p>So after a forced merge every segment has its final graph. Under another policy an index of a
 * single flushed segment stays as it is, because there is nothing to merge. It is searched by a
 * scan of codes, or in the draft of the graph with a wider search.
 *
 * <h2>Merges that reorder documents</h2>
 *
 * <p>Such merges, as {@code BPReorderingMergePolicy} makes them, get ids from the id tables of
 * their sources under this policy. Under another one Lucene hides the tables from them. They then
 * take ids from doc values, stored fields and terms, and fail if these disagree.
 *
 * <h2>Audit</h2>
 *
 * <p>Before each merge the vectors and ids of the sources are read and hashed, each vector together
 * with its id, and after it those of the new segment. If anything differs, the merge fails with an
 * {@link IdLossException} as its cause, the index writer closes, and the sources stay. This comes
 * on top of what the vector format checks itself, and costs two readings of all vectors. The
 * diagnostics of the new segment get, per vector field, {@code OmdbVectorIds.<field>.vectors},
 * {@code .ids}, {@code .fingerprint} of the ids (16 hexadecimal digits) and {@code .audit}: {@code
 * equal}, or {@code not possible} if a source could not be read from outside. Fields that the codec
 * writes in another format are not compared.
 *
 * <p>No other policy may wrap the merges of this one. It may leave the audit out, and it hides the
 * id tables from merges that reorder documents. Thread-safe as the wrapped policy is.
 */
public final class OmdbMergePolicy extends OneMergeWrappingMergePolicy {

  private final OmdbCodec codec;

  /**
   * Wraps Lucene's default policy.
   *
   * @param codec that of the index writer
   */
  public OmdbMergePolicy(OmdbCodec codec) {
    this(new TieredMergePolicy(), codec);
  }

  /**
   * Wraps a policy.
   *
   * @param in decides what is merged
   * @param codec that of the index writer, which tells the id fields, and the fields that are meant
   *     to be in the OMDB format
   */
  public OmdbMergePolicy(MergePolicy in, OmdbCodec codec) {
    super(
        new RewritingMergePolicy(in, Objects.requireNonNull(codec, "codec")),
        merge -> audited(merge, codec));
    this.codec = codec;
  }

  /** The merges of addIndexes, which the superclass does not wrap. */
  @Override
  public MergeSpecification findMerges(CodecReader... readers) throws IOException {
    return FilterMerge.wrapAll(in.findMerges(readers), merge -> audited(merge, codec));
  }

  private static OneMerge audited(OneMerge merge, OmdbCodec codec) {
    return new AuditedMerge(
        merge, codec.idFields(), field -> RewritingMergePolicy.isMeantToBeOmdb(field, codec));
  }

  /**
   * Whether a merge of a segment alone would bring vectors to the OMDB format, bring ids into the
   * id table, or build a graph that a flush left out or built as a draft.
   *
   * @param segment of an index
   * @return false if there is nothing to gain
   * @throws IOException if the segment's field infos can't be read
   */
  public boolean needsRewrite(SegmentCommitInfo segment) throws IOException {
    return RewritingMergePolicy.needsRewrite(segment, codec);
  }
}
