// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.omdb.cli.CommandFailure;
import org.omdb.cli.Progress;
import org.omdb.image.ElementType;
import org.omdb.image.MagicOrder;
import org.omdb.image.OmdbFileWriter;
import org.omdb.image.OmdbHeader;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.OmdbVectorIds;

/** Copies the live vectors of all segments into one image. */
final class Exporter {

  /** What was exported; bytes are the size of the file. */
  record Counts(int vectors, int ids, long bytes) {}

  private final VectorField field;
  private final BytesRef id = new BytesRef();

  Exporter(VectorField field) {
    this.field = field;
  }

  Counts export(Path target, boolean engine, boolean overwrite) throws IOException, CommandFailure {
    int vectors = 0;
    int ids = 0;
    for (LeafReaderContext leaf : field.reader().leaves()) {
      LiveOrdinals live = new LiveOrdinals(leaf);
      for (int ordinal = live.next(); ordinal >= 0; ordinal = live.next()) {
        vectors++;
        ids += field.ids(leaf).ordinalToId(ordinal, id) ? 1 : 0;
      }
    }
    OmdbHeader header =
        OmdbHeader.of(ElementType.FLOAT32, field.info().getVectorDimension(), vectors, ids > 0)
            .withMagicOrder(engine ? MagicOrder.ENGINE : MagicOrder.DOCUMENT);
    try (OmdbFileWriter writer = OmdbFileWriter.create(target, header, ids, overwrite);
        Progress progress = Progress.start("export", "MB", header.vectorsEnd())) {
      long written = 0;
      for (LeafReaderContext leaf : field.reader().leaves()) {
        written += copyVectors(leaf, writer.image()) * header.vectorBytes();
        progress.to(written);
      }
      int index = 0;
      for (LeafReaderContext leaf : field.reader().leaves()) {
        index = copyIds(leaf, index, writer.image());
      }
      return new Counts(vectors, ids, writer.commit());
    } catch (FileAlreadyExistsException e) {
      throw CommandFailure.data(e.getMessage() + ": --overwrite replaces it");
    }
  }

  /** Copies a segment's vectors, whole runs of live ones at a time, and returns their number. */
  private long copyVectors(LeafReaderContext leaf, OmdbImageWriter image) throws IOException {
    OmdbVectorIds ids = field.ids(leaf);
    if (ids.size() == 0) {
      return 0;
    }
    KnnVectorValues values = ids.vectors();
    LiveOrdinals live = new LiveOrdinals(leaf);
    long copied = 0;
    if (field.isByte()) {
      ByteVectorValues bytes = (ByteVectorValues) values;
      for (int ordinal = live.next(); ordinal >= 0; ordinal = live.next(), copied++) {
        image.writeVector(widen(bytes.vectorValue(ordinal)));
      }
      return copied;
    }
    IndexInput rows = ((HasIndexSlice) values).getSlice();
    long vectorBytes = (long) values.dimension() * Float.BYTES;
    int ordinal = live.next();
    while (ordinal >= 0) {
      int end = ordinal + 1;
      int next = live.next();
      while (next == end) {
        end++;
        next = live.next();
      }
      rows.seek(ordinal * vectorBytes);
      image.copyVectors(rows, end - ordinal);
      copied += end - ordinal;
      ordinal = next;
    }
    return copied;
  }

  private static float[] widen(byte[] bytes) {
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = bytes[i];
    }
    return floats;
  }

  private int copyIds(LeafReaderContext leaf, int index, OmdbImageWriter image) throws IOException {
    OmdbVectorIds ids = field.ids(leaf);
    LiveOrdinals live = new LiveOrdinals(leaf);
    for (int ordinal = live.next(); ordinal >= 0; ordinal = live.next(), index++) {
      if (ids.ordinalToId(ordinal, id)) {
        image.writeId(index, id);
      }
    }
    return index;
  }

  /** The ordinals of a segment's live documents, in order. */
  private final class LiveOrdinals {

    private final KnnVectorValues values;
    private final Bits live;
    private final int size;
    private int next;

    LiveOrdinals(LeafReaderContext leaf) throws IOException {
      OmdbVectorIds ids = field.ids(leaf);
      this.size = ids.size();
      this.values = ids.vectors();
      this.live = leaf.reader().getLiveDocs();
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
