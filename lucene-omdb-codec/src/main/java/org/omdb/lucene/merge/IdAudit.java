// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.merge;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterCodecReader;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.ReadOnceHint;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IORunnable;
import org.omdb.lucene.ids.IdLossException;
import org.omdb.lucene.ids.IdTableReader;
import org.omdb.lucene.ids.VectorFingerprint;
import org.omdb.lucene.ids.resolve.LeafVectorIds;

/**
 * Compares the vectors and ids of the sources of a merge with those of the new segment,
 * independently of how the merge finds them: it reads the sources as a search would, and then the
 * files of the new segment. Each vector must be there with its id, as {@link VectorFingerprint}
 * tells. For one merge, in one thread.
 */
public final class IdAudit {

  private static final String PREFIX = "OmdbVectorIds.";

  private final List<String> configuredIdFields;
  private final Predicate<String> isAudited;
  private final IORunnable abortCheck;
  private final Map<String, Expected> expected = new HashMap<>();

  /** What the sources have in one field. */
  private static final class Expected {
    private final VectorFingerprint vectors = new VectorFingerprint();
    private boolean isComplete = true;
  }

  /**
   * Begins the audit of a merge.
   *
   * @param configuredIdFields the id fields of the codec that merges
   * @param isAudited whether the vectors of a field are to be compared
   * @param abortCheck throws if the merge was aborted; called often
   */
  public IdAudit(
      List<String> configuredIdFields, Predicate<String> isAudited, IORunnable abortCheck) {
    this.configuredIdFields = configuredIdFields;
    this.isAudited = isAudited;
    this.abortCheck = abortCheck;
  }

  /**
   * Reads the vectors and ids of the live documents of a source.
   *
   * @param source as the merge policy hands it to the merge
   * @param withoutHardDeletes whether the index writer leaves out hard-deleted documents although
   *     {@code source} shows them as live, as it does if the merge policy keeps soft-deleted ones
   * @throws IdLossException if the source had ids that are not found any more
   * @throws IOException if reading fails, or if the merge was aborted
   */
  public void addSource(CodecReader source, boolean withoutHardDeletes) throws IOException {
    CodecReader unsorted = unsorted(source);
    boolean isSeenUnsorted =
        unsorted == source
            || (unsorted.numDocs() == source.numDocs() && showsSortedVectors(source));
    Bits live = withoutHardDeletes ? withoutHardDeletes(unsorted) : unsorted.getLiveDocs();
    for (FieldInfo field : source.getFieldInfos()) {
      if (field.hasVectorValues()) {
        Expected ofField = expected.computeIfAbsent(field.name, name -> new Expected());
        if (isSeenUnsorted && isAudited.test(field.name)) {
          KnnVectorsReader vectors = unsorted.getVectorReader();
          LeafVectorIds ids = LeafVectorIds.ifKnown(unsorted, field.name, configuredIdFields);
          read(vectors, ids, live, ofField.vectors);
        } else {
          ofField.isComplete = false;
        }
      }
    }
  }

  private void read(
      KnnVectorsReader reader, LeafVectorIds vectors, Bits live, VectorFingerprint fingerprint)
      throws IOException {
    KnnVectorsReader inOrder = reader.getMergeInstance(); // its files are read ahead
    try {
      vectors.addTo(fingerprint, live, abortCheck);
    } finally {
      inOrder.finishMerge();
    }
  }

  /**
   * The reader below one that sorts. A sorting reader hands out doc values only once, which is for
   * the merge. Here the order does not matter.
   */
  private static CodecReader unsorted(CodecReader source) {
    SortingCodecReader sorting = sorting(source);
    return sorting == null ? source : sorting.getDelegate();
  }

  private static SortingCodecReader sorting(CodecReader source) {
    CodecReader in = source;
    while (in instanceof FilterCodecReader filter && in instanceof SortingCodecReader == false) {
      in = filter.getDelegate();
    }
    return in instanceof SortingCodecReader sorting ? sorting : null;
  }

  /** Whether a source shows the vectors of the reader that sorts, and not what a wrapper makes. */
  private static boolean showsSortedVectors(CodecReader source) {
    KnnVectorsReader shown = source.getVectorReader();
    KnnVectorsReader sorted = sorting(source).getVectorReader();
    return shown == null || sorted == null
        ? shown == sorted
        : shown.getClass() == sorted.getClass();
  }

  private static Bits withoutHardDeletes(CodecReader source) {
    Bits live = source.getLiveDocs();
    Bits hard =
        FilterCodecReader.unwrap(source) instanceof SegmentReader segment
            ? segment.getHardLiveDocs()
            : null;
    if (live == null || hard == null || live == hard) {
      return live == null ? hard : live;
    }
    return new Bits() {
      @Override
      public boolean get(int doc) {
        return live.get(doc) && hard.get(doc);
      }

      @Override
      public int length() {
        return live.length();
      }
    };
  }

  /**
   * Compares a merged segment with its sources and writes what was found into its diagnostics, per
   * vector field: {@code OmdbVectorIds.<field>.vectors}, {@code .ids}, {@code .fingerprint} (16
   * hexadecimal digits) and {@code .audit} ({@code equal}, or {@code not possible} if a source
   * could not be read from outside).
   *
   * @param merged the new segment; all its files are written but the one with the diagnostics
   * @throws IdLossException if a vector or id differs
   * @throws IOException if reading fails
   */
  public void check(SegmentInfo merged) throws IOException {
    Codec codec = merged.getCodec();
    if (merged.getUseCompoundFile()) {
      try (Directory compound = codec.compoundFormat().getCompoundReader(merged.dir, merged)) {
        check(merged, compound);
      }
    } else {
      check(merged, merged.dir);
    }
  }

  private void check(SegmentInfo merged, Directory dir) throws IOException {
    Codec codec = merged.getCodec();
    FieldInfos fields = codec.fieldInfosFormat().read(dir, merged, "", IOContext.READONCE);
    if (fields.hasVectorValues() == false) {
      return;
    }
    // Codes and links are not loaded for this.
    IOContext context = IOContext.DEFAULT.withHints(ReadOnceHint.INSTANCE);
    SegmentReadState state = new SegmentReadState(dir, merged, fields, context);
    try (KnnVectorsReader reader = codec.knnVectorsFormat().fieldsReader(state)) {
      for (FieldInfo field : fields) {
        IdTableReader found = field.hasVectorValues() ? IdTableReader.of(reader, field.name) : null;
        if (found != null) {
          check(merged, field, reader, found);
        }
      }
    }
  }

  private void check(
      SegmentInfo merged, FieldInfo field, KnnVectorsReader reader, IdTableReader ids)
      throws IOException {
    Expected ofField = expected.getOrDefault(field.name, new Expected());
    if (ofField.isComplete) {
      VectorFingerprint found = new VectorFingerprint();
      read(reader, LeafVectorIds.ofTable(reader, field, ids), null, found);
      if (ofField.vectors.isSameAs(found) == false) {
        throw new IdLossException(
            "merging into "
                + merged.name
                + " would change the vectors or ids of field \""
                + field.name
                + "\": its sources have "
                + describe(ofField.vectors)
                + ", the new segment has "
                + describe(found)
                + "; the sources are kept");
      }
    }
    String prefix = PREFIX + field.name;
    merged.addDiagnostics(
        Map.of(
            prefix + ".vectors",
            Integer.toString(ids.size()),
            prefix + ".ids",
            Integer.toString(ids.idCount()),
            prefix + ".fingerprint",
            hex(ids.fingerprint()),
            prefix + ".audit",
            ofField.isComplete ? "equal" : "not possible"));
  }

  private static String describe(VectorFingerprint vectors) {
    return vectors.vectors()
        + " vectors with "
        + vectors.ids().count()
        + " ids of fingerprint "
        + hex(vectors.ids().hash())
        + ", together "
        + hex(vectors.hash());
  }

  private static String hex(long fingerprint) {
    return String.format(Locale.ROOT, "%016x", fingerprint);
  }
}
