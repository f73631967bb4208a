// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FieldInfosFormat;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.util.InfoStream;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;
import org.omdb.lucene.ids.FormatNames;
import org.omdb.lucene.ids.IdProvenance;

/**
 * Adds to a forced merge, once the wrapped policy has nothing to merge any more, the segments that
 * are not what the codec would write. Thread-safe as the wrapped policy is.
 */
final class RewritingMergePolicy extends FilterMergePolicy {

  private final OmdbCodec codec;

  RewritingMergePolicy(MergePolicy in, OmdbCodec codec) {
    super(in);
    this.codec = codec;
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
    // While there is something else to merge, wait: that rewrites segments too, and Lucene asks
    // again after every merge.
    boolean isBusy =
        mergeContext.getMergingSegments().stream().anyMatch(segmentsToMerge::containsKey);
    if (isBusy == false && (found == null || found.merges.isEmpty())) {
      return rewrites(segmentInfos, segmentsToMerge, mergeContext);
    }
    return found;
  }

  /**
   * One merge for each segment that was there when forceMerge was called and needs a rewrite. Null
   * if there is none.
   */
  private MergeSpecification rewrites(
      SegmentInfos segmentInfos,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext mergeContext)
      throws IOException {
    MergeSpecification rewrites = null;
    for (SegmentCommitInfo segment : segmentInfos) {
      if (Boolean.TRUE.equals(segmentsToMerge.get(segment)) && needsRewrite(segment, codec)) {
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
   * A merge of one segment. The wrapped policy makes it if it can, because its merges may be of a
   * class of their own: a policy that keeps soft-deleted documents needs that. Otherwise it is a
   * plain merge. Null if a plain merge could lose soft-deleted documents.
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

  /** Pretends that each segment has a deleted document, so that a policy merges it by itself. */
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

  /** See {@link OmdbMergePolicy#needsRewrite}. */
  static boolean needsRewrite(SegmentCommitInfo segment, OmdbCodec codec) throws IOException {
    FieldInfos fields = fieldInfos(segment);
    for (FieldInfo field : fields) {
      if (field.hasVectorValues() && isMeantToBeOmdb(field.name, codec)) {
        if (IdProvenance.isOurs(field) == false
            || OmdbHnswVectorsFormat.isDraft(segment.info, field)
            || IdProvenance.of(field).hasIdsOutsideTable(codec.idFields(), fields)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a codec writes the vectors of a field in the OMDB format. */
  static boolean isMeantToBeOmdb(String field, OmdbCodec codec) {
    return FormatNames.isOmdb(codec.getKnnVectorsFormatForField(field).getName());
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
}
