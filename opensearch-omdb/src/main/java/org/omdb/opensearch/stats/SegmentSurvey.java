// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.codecs.CompoundDirectory;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.lucene.OmdbVectorIds;
import org.omdb.lucene.SearchMemory;
import org.omdb.lucene.format.OmdbHnswVectorsFormat;
import org.omdb.lucene.ids.IdProvenance;
import org.opensearch.common.lucene.Lucene;

/** Counts vectors, ids and bytes of all segments of a reader. For one thread. */
final class SegmentSurvey {

  private static final Set<String> EXTENSIONS = OmdbHnswVectorsFormat.fileExtensions();

  private final IndexReader reader;
  private final List<SegmentReader> segments = new ArrayList<>();
  private final List<LeafReaderContext> leaves;

  SegmentSurvey(IndexReader reader) {
    this.reader = reader;
    this.leaves = reader.leaves();
    for (LeafReaderContext leaf : leaves) {
      segments.add(Lucene.segmentReader(leaf.reader()));
    }
  }

  /** The size in bytes of all files of vectors, ids, codes and graphs, also in compound files. */
  long bytes() throws IOException {
    long bytes = 0;
    for (SegmentReader segment : segments) {
      SegmentInfo info = segment.getSegmentInfo().info;
      if (info.getUseCompoundFile()) {
        try (CompoundDirectory files =
            info.getCodec().compoundFormat().getCompoundReader(info.dir, info)) {
          bytes += bytes(files, List.of(files.listAll()));
        }
      } else {
        bytes += bytes(info.dir, info.files());
      }
    }
    return bytes;
  }

  private static long bytes(Directory directory, Collection<String> files) throws IOException {
    long bytes = 0;
    for (String file : files) {
      if (EXTENSIONS.contains(IndexFileNames.getExtension(file))) {
        bytes += directory.fileLength(file);
      }
    }
    return bytes;
  }

  /** Counts what all segments hold of one field. */
  FieldStats field(String field) throws IOException {
    long all = 0;
    long live = 0;
    long ids = 0;
    int omdb = 0;
    int other = 0;
    Map<String, Integer> audits = new TreeMap<>();
    MergeAudit lastAudit = null;
    for (int i = 0; i < segments.size(); i++) {
      SegmentReader segment = segments.get(i);
      FieldInfo info = segment.getFieldInfos().fieldInfo(field);
      if (info == null || info.hasVectorValues() == false) {
        continue;
      }
      if (IdProvenance.isOurs(info)) {
        omdb++;
      } else {
        other++;
      }
      OmdbVectorIds ofSegment = OmdbVectorIds.of(leaves.get(i).reader(), field);
      Live liveHere = Live.of(ofSegment, leaves.get(i).reader().getLiveDocs());
      all += ofSegment.size();
      live += liveHere.vectors();
      ids += liveHere.ids();
      MergeAudit audit = MergeAudit.of(segment.getSegmentInfo().info, field);
      if (audit != null) {
        audits.merge(audit.result(), 1, Integer::sum);
      }
      if (audit != null && (lastAudit == null || audit.millis() >= lastAudit.millis())) {
        lastAudit = audit;
      }
    }
    return new FieldStats(
        field,
        live,
        ids,
        all - live,
        omdb,
        other,
        SearchMemory.of(reader, field),
        audits,
        lastAudit);
  }

  /** How many vectors of a segment belong to live documents, and how many of these have an id. */
  private record Live(long vectors, long ids) {

    /**
     * @param liveDocs null if no document of the segment is deleted
     */
    static Live of(OmdbVectorIds all, Bits liveDocs) throws IOException {
      boolean allHaveIds = all.idCount() == all.size();
      if (allHaveIds && (liveDocs == null || all.size() == 0)) {
        return new Live(all.size(), all.size());
      }
      KnnVectorValues values = all.vectors();
      BytesRef id = new BytesRef();
      long vectors = 0;
      long ids = 0;
      for (int ordinal = 0; ordinal < all.size(); ordinal++) {
        if (liveDocs == null || liveDocs.get(values.ordToDoc(ordinal))) {
          vectors++;
          ids += allHaveIds || all.ordinalToId(ordinal, id) ? 1 : 0;
        }
      }
      return new Live(vectors, ids);
    }
  }
}
