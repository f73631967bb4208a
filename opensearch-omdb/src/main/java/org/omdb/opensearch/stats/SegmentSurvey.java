// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
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
import org.omdb.lucene.ids.IdProvenance;
import org.opensearch.common.lucene.Lucene;

/** Counts what the segments of a reader hold. For one thread. */
final class SegmentSurvey {

  /** Vectors and ids, metadata, and the graph. */
  private static final Set<String> EXTENSIONS = Set.of("omdb", "omdi", "omdm", "vem", "vex");

  private final List<SegmentReader> segments = new ArrayList<>();
  private final List<LeafReaderContext> leaves;

  SegmentSurvey(IndexReader reader) {
    this.leaves = reader.leaves();
    for (LeafReaderContext leaf : leaves) {
      segments.add(Lucene.segmentReader(leaf.reader()));
    }
  }

  /** The bytes of all files that hold vectors, those in compound files too. */
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

  FieldStats field(String field) throws IOException {
    long all = 0;
    long live = 0;
    long ids = 0;
    int omdb = 0;
    int other = 0;
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
      long liveHere = live(ofSegment, leaves.get(i).reader().getLiveDocs());
      all += ofSegment.size();
      live += liveHere;
      ids +=
          ofSegment.idCount() == ofSegment.size()
              ? liveHere
              : liveIds(ofSegment, leaves.get(i).reader().getLiveDocs());
      MergeAudit audit = MergeAudit.of(segment.getSegmentInfo().info, field);
      if (audit != null && (lastAudit == null || audit.millis() >= lastAudit.millis())) {
        lastAudit = audit;
      }
    }
    return new FieldStats(field, live, ids, all - live, omdb, other, lastAudit);
  }

  private static long live(OmdbVectorIds ids, Bits liveDocs) throws IOException {
    if (liveDocs == null || ids.size() == 0) {
      return ids.size();
    }
    KnnVectorValues values = ids.vectors();
    long live = 0;
    for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
      live += liveDocs.get(values.ordToDoc(ordinal)) ? 1 : 0;
    }
    return live;
  }

  private static long liveIds(OmdbVectorIds ids, Bits liveDocs) throws IOException {
    KnnVectorValues values = ids.vectors();
    BytesRef id = new BytesRef();
    long live = 0;
    for (int ordinal = 0; ordinal < ids.size(); ordinal++) {
      boolean isLive = liveDocs == null || liveDocs.get(values.ordToDoc(ordinal));
      live += isLive && ids.ordinalToId(ordinal, id) ? 1 : 0;
    }
    return live;
  }
}
