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
import org.omdb.cli.console.CommandFailure;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.lucene.OmdbVectorIds;

/** One vector field of an index that is open for reading. For one thread. */
final class VectorField implements Closeable {

  private final Directory directory;
  private final DirectoryReader reader;
  private final FieldInfo info;
  private final List<OmdbVectorIds> ids = new ArrayList<>();

  private VectorField(Directory directory, DirectoryReader reader, FieldInfo info)
      throws IOException {
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
   * @throws CommandFailure if the folder is not an index, or the field is missing or not in OMDB
   */
  static VectorField open(FieldOptions options, IndexDirectory.Reads reads)
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
        return new VectorField(directory, reader, info);
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

  DirectoryReader reader() {
    return reader;
  }

  FieldInfo info() {
    return info;
  }

  boolean isByte() {
    return info.getVectorEncoding() == VectorEncoding.BYTE;
  }

  /** The ids of a segment. */
  OmdbVectorIds ids(LeafReaderContext leaf) {
    return ids.get(leaf.ord);
  }

  /** Where a vector is: the segment, and the ordinal in it. */
  record Place(int leaf, int ordinal) {}

  /** Finds the newest live vector with an id; null if there is none. */
  Place find(String id) throws IOException {
    BytesRef bytes = new BytesRef(id);
    for (int leaf = ids.size() - 1; leaf >= 0; leaf--) {
      int ordinal = ids.get(leaf).idToOrdinal(bytes);
      if (ordinal >= 0) {
        return new Place(leaf, ordinal);
      }
    }
    return null;
  }

  /** The vector of an id as {@code float[]} or {@code byte[]}, or null if there is no such id. */
  Object vector(String id) throws IOException {
    Place place = find(id);
    if (place == null) {
      return null;
    }
    KnnVectorValues values = ids.get(place.leaf).vectors();
    return isByte()
        ? ((ByteVectorValues) values).vectorValue(place.ordinal)
        : ((FloatVectorValues) values).vectorValue(place.ordinal);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
