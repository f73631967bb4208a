// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FieldInfosFormat;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.InfoStream;
import org.omdb.lucene.format.OmdbFlatVectorsFormat;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.merge.AuditedMerge;
import org.omdb.lucene.merge.IdAudit;

/**
 * Brings all segments of an index to the OMDB format on {@link
 * org.apache.lucene.index.IndexWriter#forceMerge}, and audits the ids of every merge.
 *
 * <pre class="prettyprint">
 * OmdbCodec codec = OmdbCodec.builder().idField("id").build();
 * iwc.setCodec(codec).setMergePolicy(new OmdbMergePolicy(codec));
 * </pre>
 *
 * <p>What is merged is up to the policy that this wraps. A forced merge also rewrites, one by one,
 * segments that the wrapped policy leaves alone although their vectors are not in the OMDB format
 * yet, or have ids outside the id table: stored or indexed only, or updated since; or are as they
 * were flushed, with a draft of a graph or none. So after a forced merge each segment has its
 * graph. Under another policy one that was flushed and is all that there is stays as it is, for
 * there is nothing to merge: it is searched by a scan of codes, or in its draft of a graph with a
 * wider search.
 *
 * <p>Merges that reorder documents, such as those of {@code BPReorderingMergePolicy}, get ids from
 * the id tables of their sources under this policy. Without it these are out of reach, and a merge
 * takes ids from doc values, stored fields and terms, or fails if these do not agree.
 *
 * <p>An audit counts the ids of a merge's sources before, and those of the new segment after it; if
 * they are not the same, the merge fails with an {@link IdLossException} as its cause, the writer
 * closes and the sources stay. This comes on top of what the vector format checks itself. The
 * counts land in the new segment's diagnostics, see {@link IdAudit#check}.
 *
 * <p>This policy must be the outermost one: one that wraps it may leave the audit out. Thread-safe
 * as the wrapped policy is.
 */
public final class OmdbMergePolicy extends FilterMergePolicy {

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
   * @param codec that of the index writer, which tells the id field and the fields that are meant
   *     to be in the OMDB format
   */
  public OmdbMergePolicy(MergePolicy in, OmdbCodec codec) {
    super(in);
    this.codec = Objects.requireNonNull(codec, "codec");
  }

  @Override
  public MergeSpecification findMerges(
      MergeTrigger mergeTrigger, SegmentInfos segmentInfos, MergeContext mergeContext)
      throws IOException {
    return audited(in.findMerges(mergeTrigger, segmentInfos, mergeContext));
  }

  @Override
  public MergeSpecification findMerges(CodecReader... readers) throws IOException {
    return audited(in.findMerges(readers));
  }

  @Override
  public MergeSpecification findForcedDeletesMerges(
      SegmentInfos segmentInfos, MergeContext mergeContext) throws IOException {
    return audited(in.findForcedDeletesMerges(segmentInfos, mergeContext));
  }

  @Override
  public MergeSpecification findFullFlushMerges(
      MergeTrigger mergeTrigger, SegmentInfos segmentInfos, MergeContext mergeContext)
      throws IOException {
    return audited(in.findFullFlushMerges(mergeTrigger, segmentInfos, mergeContext));
  }

  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos segmentInfos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext mergeContext)
      throws IOException {
    MergeSpecification found =
        in.findForcedMerges(segmentInfos, maxSegmentCount, segmentsToMerge, mergeContext);
    // Lucene asks again after every merge: what the wrapped policy merges is rewritten anyway.
    boolean isBusy =
        mergeContext.getMergingSegments().stream().anyMatch(segmentsToMerge::containsKey);
    if (isBusy == false && (found == null || found.merges.isEmpty())) {
      found = rewrites(segmentInfos, segmentsToMerge, mergeContext);
    }
    return audited(found);
  }

  /** Segments that were there when forceMerge was called and need a rewrite, one merge each. */
  private MergeSpecification rewrites(
      SegmentInfos segmentInfos,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext mergeContext)
      throws IOException {
    MergeSpecification rewrites = null;
    for (SegmentCommitInfo segment : segmentInfos) {
      if (Boolean.TRUE.equals(segmentsToMerge.get(segment)) && needsRewrite(segment)) {
        OneMerge rewrite = rewrite(segment, segmentInfos, mergeContext);
        if (verbose(mergeContext)) {
          message(
              segment
                  + " has vectors or ids that are not in the OMDB format, or no final graph: "
                  + (rewrite == null
                      ? "left alone, because the wrapped policy, which may keep soft deletes, makes"
                          + " no merge of it"
                      : "rewriting it"),
              mergeContext);
        }
        if (rewrite != null) {
          rewrites = rewrites == null ? new MergeSpecification() : rewrites;
          rewrites.add(rewrite);
        }
      }
    }
    return rewrites;
  }

  /**
   * A merge of one segment: the wrapped policy's own, so that its wrappers take part, or a plain
   * one if it makes none. Null if that would lose what wrappers keep.
   */
  private OneMerge rewrite(
      SegmentCommitInfo segment, SegmentInfos segmentInfos, MergeContext mergeContext)
      throws IOException {
    SegmentInfos alone = new SegmentInfos(segmentInfos.getIndexCreatedVersionMajor());
    alone.add(segment);
    MergeSpecification own =
        in.findForcedMerges(alone, 1, Map.of(segment, true), new AsIfDeleted(mergeContext));
    if (own != null && own.merges.isEmpty() == false) {
      return own.merges.get(0);
    }
    boolean mayKeepSoftDeletes = in instanceof FilterMergePolicy && segment.getSoftDelCount() > 0;
    return mayKeepSoftDeletes ? null : new OneMerge(List.of(segment));
  }

  /**
   * Lets each segment have one deleted document, which makes a policy rewrite one that it would
   * not.
   */
  private record AsIfDeleted(MergeContext in) implements MergeContext {

    @Override
    public int numDeletesToMerge(SegmentCommitInfo info) throws IOException {
      return Math.max(1, in.numDeletesToMerge(info));
    }

    @Override
    public int numDeletedDocs(SegmentCommitInfo info) {
      return Math.max(1, in.numDeletedDocs(info));
    }

    @Override
    public InfoStream getInfoStream() {
      return in.getInfoStream();
    }

    @Override
    public Set<SegmentCommitInfo> getMergingSegments() {
      return in.getMergingSegments();
    }
  }

  /**
   * Whether a merge of a segment alone would bring vectors to the OMDB format, ids into the id
   * table, or build a graph in place of a flushed segment's draft or none.
   *
   * @param segment of an index
   * @return false if there is nothing to gain
   * @throws IOException if the segment's field infos can't be read
   */
  public boolean needsRewrite(SegmentCommitInfo segment) throws IOException {
    FieldInfos fields = fieldInfos(segment);
    for (FieldInfo field : fields) {
      if (field.hasVectorValues() && isMeantToBeOmdb(field.name)) {
        if (IdProvenance.isOurs(field) == false
            || OmdbHnswVectorsFormat.isDraft(segment.info, field)
            || IdProvenance.of(field).hasIdsOutsideTable(codec.idFields(), fields)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isMeantToBeOmdb(String field) {
    String format = codec.getKnnVectorsFormatForField(field).getName();
    return format.equals(OmdbHnswVectorsFormat.NAME) || format.equals(OmdbFlatVectorsFormat.NAME);
  }

  /** The newest field infos, as an index writer reads them. */
  private static FieldInfos fieldInfos(SegmentCommitInfo segment) throws IOException {
    Codec codec = segment.info.getCodec();
    FieldInfosFormat format = codec.fieldInfosFormat();
    Directory dir = segment.info.dir;
    if (segment.hasFieldUpdates()) {
      String suffix = Long.toString(segment.getFieldInfosGen(), Character.MAX_RADIX);
      return format.read(dir, segment.info, suffix, IOContext.READONCE);
    }
    if (segment.info.getUseCompoundFile()) {
      try (Directory compound = codec.compoundFormat().getCompoundReader(dir, segment.info)) {
        return format.read(compound, segment.info, "", IOContext.READONCE);
      }
    }
    return format.read(dir, segment.info, "", IOContext.READONCE);
  }

  private MergeSpecification audited(MergeSpecification found) {
    if (found == null) {
      return null;
    }
    MergeSpecification audited = new MergeSpecification();
    for (OneMerge merge : found.merges) {
      audited.add(new AuditedMerge(merge, codec.idFields(), codec.idDocValues().reorderRegistry()));
    }
    return audited;
  }
}
