// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.omdb.cli.columns.OwnFields;
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.lucene.OmdbVectorIds;

/**
 * One vector field of an index that is open for reading. For one thread, but for {@link #reader}
 * and {@link #isByte}.
 */
public final class VectorField implements Closeable {

  private final Path path;
  private final Directory directory;
  private final DirectoryReader reader;
  private final FieldInfo info;
  private final List<OmdbVectorIds> ids = new ArrayList<>();

  private VectorField(Path path, Directory directory, DirectoryReader reader, FieldInfo info)
      throws IOException {
    this.path = path;
    this.directory = directory;
    this.reader = reader;
    this.info = info;
    for (LeafReaderContext leaf : reader.leaves()) {
      ids.add(OmdbVectorIds.of(leaf.reader(), info.name));
    }
  }

  /**
   * Opens the last commit.
   *
   * @param options which index and field
   * @param reads what will be read
   * @return the field, which the caller closes
   * @throws CommandFailure if the folder is not an index, or the field is missing or not in OMDB
   * @throws IOException if reading fails
   */
  public static VectorField open(FieldOptions options, IndexDirectory.Reads reads)
      throws IOException, CommandFailure {
    Directory directory = IndexFolders.open(options.index, reads);
    DirectoryReader reader = null;
    try {
      reader = openReader(directory, options.index);
      FieldInfo info = FieldInfos.getMergedFieldInfos(reader).fieldInfo(options.field);
      if (info == null || info.hasVectorValues() == false) {
        throw CommandFailure.data(
            options.index
                + ": there is no vector field \""
                + options.field
                + "\" in this index; it has "
                + vectorFields(reader));
      }
      try {
        return new VectorField(options.index, directory, reader, info);
      } catch (IllegalArgumentException e) {
        throw CommandFailure.data(options.index + ": " + e.getMessage());
      }
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, reader, directory);
      throw t;
    }
  }

  private static DirectoryReader openReader(Directory directory, Path path)
      throws IOException, CommandFailure {
    DirectoryReader reader;
    try {
      reader = DirectoryReader.open(directory);
    } catch (IndexNotFoundException e) {
      throw IndexFolders.noIndex(path);
    } catch (IllegalArgumentException e) { // a segment's codec is unknown
      throw CommandFailure.data(path + ": " + e.getMessage());
    }
    String softDeletes = null;
    for (FieldInfo field : FieldInfos.getMergedFieldInfos(reader)) {
      softDeletes = field.isSoftDeletesField() ? field.name : softDeletes;
    }
    return softDeletes == null
        ? reader
        : new SoftDeletesDirectoryReaderWrapper(reader, softDeletes);
  }

  private static String vectorFields(DirectoryReader reader) {
    List<String> names = new ArrayList<>();
    for (FieldInfo field : FieldInfos.getMergedFieldInfos(reader)) {
      if (field.hasVectorValues()) {
        names.add("\"" + field.name + "\"");
      }
    }
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /**
   * The index. Soft-deleted documents count as deleted.
   *
   * @return open until this is closed
   */
  public DirectoryReader reader() {
    return reader;
  }

  /**
   * What Lucene knows of the field: its name, dimension, element type and similarity.
   *
   * @return merged from all segments
   */
  public FieldInfo info() {
    return info;
  }

  /**
   * Whether the components of the vectors are bytes.
   *
   * @return false if they are float32
   */
  public boolean isByte() {
    return info.getVectorEncoding() == VectorEncoding.BYTE;
  }

  /**
   * The field in which documents whose ids an import made up have a term.
   *
   * @return its name; there may be no such field
   */
  public String madeUpField() {
    return OwnFields.madeUp(info.name);
  }

  /**
   * The ids of a segment.
   *
   * @param leaf of {@link #reader}
   * @return also its vectors
   */
  public OmdbVectorIds ids(LeafReaderContext leaf) {
    return ids.get(leaf.ord);
  }

  /**
   * Where a vector is.
   *
   * @param leaf number of the segment in {@link #reader}
   * @param ordinal of the vector in the segment
   */
  public record Place(int leaf, int ordinal) {}

  /** Finds the newest live vector with an id; null if there is none. */
  Place find(String id) throws IOException {
    if (id.isEmpty()) {
      return null;
    }
    BytesRef bytes = new BytesRef(id);
    for (int leaf = ids.size() - 1; leaf >= 0; leaf--) {
      int ordinal = ids.get(leaf).idToOrdinal(bytes);
      if (ordinal >= 0) {
        return new Place(leaf, ordinal);
      }
    }
    return null;
  }

  /** The vector at a place, as {@code float[]} or {@code byte[]}. */
  Object vector(Place place) throws IOException {
    KnnVectorValues values = ids.get(place.leaf).vectors();
    return isByte()
        ? ((ByteVectorValues) values).vectorValue(place.ordinal)
        : ((FloatVectorValues) values).vectorValue(place.ordinal);
  }

  /**
   * The vector of an id.
   *
   * @throws CommandFailure if there is no such id
   */
  Object existing(String id) throws IOException, CommandFailure {
    Place place = find(id);
    if (place == null) {
      throw CommandFailure.data(path + ": field \"" + info.name + "\" has no id \"" + id + "\"");
    }
    return vector(place);
  }

  /** The number in the whole index of the document of a vector. */
  int document(Place place) throws IOException {
    return reader.leaves().get(place.leaf).docBase
        + ids.get(place.leaf).vectors().ordToDoc(place.ordinal);
  }

  /**
   * Checks a vector that is to be compared with those of the field, and converts it to their
   * element type.
   *
   * @param where it comes from, for messages
   */
  Object checked(float[] vector, String where) throws CommandFailure {
    int dimension = info.getVectorDimension();
    if (vector.length != dimension) {
      throw CommandFailure.data(
          where
              + " has "
              + vector.length
              + " components, expected "
              + dimension
              + " as field \""
              + info.name
              + "\" has");
    }
    if (isByte() == false) {
      return vector;
    }
    byte[] bytes = new byte[dimension];
    for (int i = 0; i < dimension; i++) {
      bytes[i] = (byte) vector[i];
      if (bytes[i] != vector[i]) {
        throw CommandFailure.data(
            where
                + ": component "
                + i
                + " is "
                + vector[i]
                + ", expected a whole number from -128 to 127: the field has byte vectors");
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
