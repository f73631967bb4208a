// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.ElementType;
import org.omdb.image.MagicOrder;
import org.omdb.image.OmdbFileWriter;
import org.omdb.image.OmdbHeader;
import org.omdb.image.OmdbImageWriter;

/**
 * Copies the live vectors of all segments of an index and their ids into one stand-alone OMDB file,
 * in document order. Byte vectors are widened to float32.
 *
 * <pre class="prettyprint">
 * OmdbExport.Result result = OmdbExport.of(reader, "embedding", 300).write(path);
 * </pre>
 *
 * <p>For one thread.
 */
public final class OmdbExport {

  /** The most bytes of vectors that are asked for in advance. */
  private static final long AHEAD_BYTES = 1 << 20;

  private final List<Segment> segments = new ArrayList<>();
  private final String field;
  private final int dimension;
  private final BytesRef id = new BytesRef();
  private MagicOrder magicOrder = MagicOrder.DOCUMENT;
  private boolean overwrite;
  private LongConsumer progress = bytes -> {};

  /**
   * What was exported.
   *
   * @param vectors number of vectors
   * @param ids how many of them have an id
   * @param bytes size of the file
   */
  public record Result(int vectors, int ids, long bytes) {}

  private record Segment(LeafReaderContext leaf, OmdbVectorIds ids) {}

  private OmdbExport(IndexReader reader, String field, int dimension) throws IOException {
    this.field = field;
    this.dimension = dimension;
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(field);
      if (info != null && info.hasVectorValues()) {
        if (info.getVectorDimension() != dimension) {
          throw new IllegalArgumentException(
              "vectors of field \""
                  + field
                  + "\" have "
                  + info.getVectorDimension()
                  + " components, not "
                  + dimension);
        }
        segments.add(new Segment(leaf, OmdbVectorIds.of(leaf.reader(), field)));
      }
    }
  }

  /**
   * Begins an export.
   *
   * @param reader an index, open until the export is written
   * @param field name of a vector field; there may be no vector of it
   * @param dimension the length of its vectors
   * @return the export, to be written
   * @throws IllegalArgumentException if vectors have another length, or as {@link OmdbVectorIds#of}
   * @throws IOException if reading fails
   */
  public static OmdbExport of(IndexReader reader, String field, int dimension) throws IOException {
    return new OmdbExport(reader, field, dimension);
  }

  /**
   * The order of the magic bytes.
   *
   * @param magicOrder by default that of the document
   * @return this
   */
  public OmdbExport magicOrder(MagicOrder magicOrder) {
    this.magicOrder = magicOrder;
    return this;
  }

  /**
   * Whether a file that is there already is replaced.
   *
   * @param overwrite by default it is not
   * @return this
   */
  public OmdbExport overwrite(boolean overwrite) {
    this.overwrite = overwrite;
    return this;
  }

  /**
   * Reports progress.
   *
   * @param progress is called once per segment, with the bytes of vectors written so far
   * @return this
   */
  public OmdbExport progress(LongConsumer progress) {
    this.progress = progress;
    return this;
  }

  /**
   * The bytes of vectors that an export of all documents would write: an upper bound for {@link
   * #progress}.
   *
   * @return number of bytes
   */
  public long vectorBytes() {
    long vectors = 0;
    for (Segment segment : segments) {
      vectors += segment.ids.size();
    }
    return vectors * dimension * Float.BYTES;
  }

  /**
   * Writes the file.
   *
   * @param target replaced as a whole; stays as it was if this fails
   * @return what was written
   * @throws FileAlreadyExistsException if the target exists and is not to be replaced
   * @throws IOException if reading or writing fails
   */
  public Result write(Path target) throws IOException {
    int vectors = 0;
    int ids = 0;
    for (Segment segment : segments) {
      LiveOrdinals live = new LiveOrdinals(segment);
      for (int ordinal = live.next(); ordinal >= 0; ordinal = live.next()) {
        vectors++;
        ids += segment.ids.ordinalToId(ordinal, id) ? 1 : 0;
      }
    }
    OmdbHeader header =
        OmdbHeader.of(ElementType.FLOAT32, dimension, vectors, ids > 0).withMagicOrder(magicOrder);
    try (OmdbFileWriter writer = OmdbFileWriter.create(target, header, ids, overwrite)) {
      long written = 0;
      for (Segment segment : segments) {
        written += copyVectors(segment, writer.image()) * header.vectorBytes();
        progress.accept(written);
      }
      int index = 0;
      for (Segment segment : segments) {
        index = copyIds(segment, index, writer.image());
      }
      return new Result(vectors, ids, writer.commit());
    }
  }

  /** Copies a segment's vectors and returns their number. */
  private long copyVectors(Segment segment, OmdbImageWriter image) throws IOException {
    LiveOrdinals live = new LiveOrdinals(segment);
    if (segment.ids.size() == 0) {
      return 0;
    }
    KnnVectorValues values = segment.ids.vectors();
    if (isByte(segment)) {
      ByteVectorValues bytes = (ByteVectorValues) values;
      return copyEach(live, ordinal -> image.writeVector(widen(bytes.vectorValue(ordinal))));
    }
    IndexInput rows = float32Rows(values);
    if (rows != null) {
      return copyRuns(live, rows, image);
    }
    FloatVectorValues floats = (FloatVectorValues) values;
    return copyEach(live, ordinal -> image.writeVector(floats.vectorValue(ordinal)));
  }

  /**
   * The file that has the vectors one after the other, as an image has them. Null if the format has
   * no such file or hides it, as quantized ones do.
   */
  private static IndexInput float32Rows(KnnVectorValues values) {
    IndexInput slice = values instanceof HasIndexSlice inFile ? inFile.getSlice() : null;
    long bytes = (long) values.size() * values.dimension() * Float.BYTES;
    return slice == null || slice.length() != bytes ? null : slice;
  }

  /** Copies a vector by its ordinal. */
  @FunctionalInterface
  private interface VectorCopier {
    void copy(int ordinal) throws IOException;
  }

  private static long copyEach(LiveOrdinals live, VectorCopier copier) throws IOException {
    long copied = 0;
    for (int ordinal = live.next(); ordinal >= 0; ordinal = live.next(), copied++) {
      copier.copy(ordinal);
    }
    return copied;
  }

  /**
   * Copies runs of consecutive live vectors at once. They are asked for in advance: files of
   * vectors are mapped for random access, and read page by page otherwise.
   */
  private long copyRuns(LiveOrdinals live, IndexInput rows, OmdbImageWriter image)
      throws IOException {
    long rowBytes = (long) dimension * Float.BYTES;
    int maxRun = (int) Math.max(1, AHEAD_BYTES / rowBytes);
    long copied = 0;
    int ordinal = live.next();
    while (ordinal >= 0) {
      int end = ordinal + 1;
      int next = live.next();
      while (next == end && end - ordinal < maxRun) {
        end++;
        next = live.next();
      }
      rows.seek(ordinal * rowBytes);
      rows.prefetch(ordinal * rowBytes, (end - ordinal) * rowBytes);
      image.copyVectors(rows, end - ordinal);
      copied += end - ordinal;
      ordinal = next;
    }
    return copied;
  }

  private boolean isByte(Segment segment) {
    FieldInfo info = segment.leaf.reader().getFieldInfos().fieldInfo(field);
    return info.getVectorEncoding() == VectorEncoding.BYTE;
  }

  private static float[] widen(byte[] bytes) {
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = bytes[i];
    }
    return floats;
  }

  private int copyIds(Segment segment, int index, OmdbImageWriter image) throws IOException {
    LiveOrdinals live = new LiveOrdinals(segment);
    for (int ordinal = live.next(); ordinal >= 0; ordinal = live.next(), index++) {
      if (segment.ids.ordinalToId(ordinal, id)) {
        image.writeId(index, id);
      }
    }
    return index;
  }

  /** The ordinals of a segment's live documents, in order. */
  private static final class LiveOrdinals {

    private final KnnVectorValues values;
    private final Bits live;
    private final int size;
    private int next;

    LiveOrdinals(Segment segment) throws IOException {
      this.size = segment.ids.size();
      this.values = segment.ids.vectors();
      this.live = segment.leaf.reader().getLiveDocs();
    }

    /** The next ordinal, or -1. */
    int next() {
      while (next < size) {
        int ordinal = next++;
        if (live == null || live.get(values.ordToDoc(ordinal))) {
          return ordinal;
        }
      }
      return -1;
    }
  }
}
