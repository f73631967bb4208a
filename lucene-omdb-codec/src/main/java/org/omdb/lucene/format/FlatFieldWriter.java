// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import static org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.OmdbHeader;
import org.omdb.image.OmdbIdTable;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.ids.IdProvenance;
import org.omdb.lucene.ids.IdTableWriter;
import org.omdb.lucene.ids.resolve.IdOrigin;
import org.omdb.work.Progress;

/**
 * Writes one field of {@link OmdbFlatVectorsFormat}: first its image; then, once all images can be
 * read, its indexes and metadata.
 */
final class FlatFieldWriter {

  /** Documents between two calls of {@link Progress#done}. */
  private static final int PROGRESS_BATCH = 1 << 10;

  private final FieldInfo field;
  private final String segment;
  private final int maxDoc;
  private final Progress progress;
  private final DocsWithFieldSet docs = new DocsWithFieldSet();
  private final IdTableWriter ids = new IdTableWriter();
  private long imageOffset;
  private long imageLength;

  private int idCount;
  private final Set<String> idFields = new TreeSet<>();

  /** The fields that ids follow, of each way in which ids were found. */
  private final Set<List<String>> followed = new LinkedHashSet<>();

  private List<String> followedIdFields = List.of();

  /**
   * @param segment to be written
   * @param progress is told of each stage
   */
  FlatFieldWriter(FieldInfo field, SegmentInfo segment, Progress progress) {
    this.field = field;
    this.segment = segment.name;
    this.maxDoc = segment.maxDoc();
    this.progress = progress;
  }

  /** Writes the image. */
  void writeImage(VectorFieldSource source, IndexOutput data) throws IOException {
    // The header holds the counts, and an output only goes forward.
    count(source.cursor());
    followedIdFields = commonlyFollowed(source);
    imageOffset = data.alignFilePointer(OmdbFlatVectorsFormat.IMAGE_ALIGNMENT);
    OmdbHeader header =
        OmdbHeader.of(
            FlatFieldEntry.elementType(field.getVectorEncoding()),
            field.getVectorDimension(),
            docs.cardinality(),
            idCount > 0);
    OmdbImageWriter image = new OmdbImageWriter(data, header, idCount);
    VectorFieldSource.Cursor vectors = source.cursor();
    int written = 0;
    while (vectors.nextDoc() != NO_MORE_DOCS) {
      if (written++ % PROGRESS_BATCH == 0) {
        progress.done("vectors", written - 1, docs.cardinality());
      }
      vectors.writeVector(image);
    }
    if (idCount > 0) {
      writeIds(source.cursor(), image);
    }
    imageLength = image.finish();
    if (idCount > 0) {
      ids.end(imageLength - header.idTableOffset());
    }
  }

  private void count(VectorFieldSource.Cursor cursor) throws IOException {
    for (int doc = cursor.nextDoc(); doc != NO_MORE_DOCS; doc = cursor.nextDoc()) {
      if (docs.cardinality() % PROGRESS_BATCH == 0) {
        progress.done("documents", doc, maxDoc);
      }
      docs.add(doc);
      if (cursor.id() != null) {
        idCount++;
        add(cursor.origin());
      }
    }
  }

  private void add(IdOrigin origin) {
    if (origin == IdOrigin.OWN) {
      return; // found first in whatever segment the document gets into
    }
    if (origin.idField() != null) {
      idFields.add(origin.idField());
    }
    followed.add(origin.followedIdFields());
  }

  /**
   * The fields that all ids follow. If they were found in different ways, as where a field was
   * added to the configuration, these are all the fields that any of them follows, if some follow
   * all of these, and these say no other id than a document has.
   *
   * @return empty if there are no such fields, so that updates of doc values change no id
   */
  private List<String> commonlyFollowed(VectorFieldSource source) throws IOException {
    List<String> most =
        followed.stream().max(Comparator.comparingInt(List::size)).orElse(List.of());
    if (followed.size() <= 1) {
      return most;
    }
    if (followed.stream().allMatch(most::containsAll) == false) {
      return List.of();
    }
    VectorFieldSource.Cursor cursor = source.cursor();
    int read = 0;
    for (int doc = cursor.nextDoc(); doc != NO_MORE_DOCS; doc = cursor.nextDoc()) {
      if (read++ % PROGRESS_BATCH == 0) {
        progress.done("id fields", read - 1, docs.cardinality());
      }
      if (cursor.id() != null && cursor.origin() != IdOrigin.OWN && cursor.isContradictedBy(most)) {
        return List.of();
      }
    }
    return most;
  }

  private void writeIds(VectorFieldSource.Cursor cursor, OmdbImageWriter image) throws IOException {
    long nextPosition = OmdbIdTable.COUNT_BYTES;
    int doc = cursor.nextDoc();
    for (int ordinal = 0; doc != NO_MORE_DOCS; ordinal++, doc = cursor.nextDoc()) {
      if (ordinal % PROGRESS_BATCH == 0) {
        progress.done("ids", ordinal, docs.cardinality());
      }
      BytesRef id = cursor.id();
      if (id == null) {
        ids.addMissing(nextPosition);
        continue;
      }
      try {
        long position = image.writeId(ordinal, id);
        ids.add(position, id);
        nextPosition = position + OmdbIdTable.ENTRY_HEADER_BYTES + id.length;
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "cannot write segment "
                + segment
                + ": document "
                + doc
                + " has an id for vector field \""
                + field.name
                + "\" that an id table can't hold; ids are UTF-8 and not empty",
            e);
      }
    }
  }

  /**
   * Writes indexes and metadata, once the images can be read.
   *
   * @param images the complete {@code omdb} file
   */
  void writeEntry(IndexOutput meta, IndexOutput index, IndexInput images) throws IOException {
    FlatFieldEntry.write(meta, index, field, imageOffset, imageLength, docs, maxDoc);
    ids.write(
        meta,
        index,
        images.slice("image", imageOffset, imageLength),
        done -> progress.done("order of ids", done, idCount));
  }

  FieldInfo field() {
    return field;
  }

  /** What {@link #writeImage} has written. */
  IdProvenance.Written written() {
    return new IdProvenance.Written(docs.cardinality(), idCount, followedIdFields, idFields);
  }
}
