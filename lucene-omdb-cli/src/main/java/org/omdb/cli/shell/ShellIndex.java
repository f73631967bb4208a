// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.shell;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.StringHelper;
import org.omdb.cli.folder.IndexDirectory;
import org.omdb.lucene.OmdbVectorIds;

/**
 * What a session knows of its index: the names of its vector fields, and ids by their beginning.
 * The reader stays open, and follows each commit. For one thread.
 */
final class ShellIndex implements Closeable {

  /** The most ids offered for one beginning. */
  static final int MAX_IDS = 50;

  /** Where ids are not indexed as terms: how many are looked at in a segment. */
  private static final int MAX_SCANNED = 20_000;

  private final Path path;
  private final String field;
  private Directory directory;
  private DirectoryReader reader;

  /**
   * @param path of the folder, which need not exist yet
   * @param field that the user chose, or null
   */
  ShellIndex(Path path, String field) {
    this.path = path;
    this.field = field;
  }

  Path path() {
    return path;
  }

  /** The vector field that the user chose, or else the only one; null if there is no such. */
  String field() throws IOException {
    if (field != null) {
      return field;
    }
    SortedSet<String> fields = vectorFields();
    return fields.size() == 1 ? fields.first() : null;
  }

  /** The names of all vector fields; none if there is no index yet. */
  SortedSet<String> vectorFields() throws IOException {
    SortedSet<String> names = new TreeSet<>();
    if (isOpen() == false) {
      return names;
    }
    for (FieldInfo info : FieldInfos.getMergedFieldInfos(reader)) {
      if (info.hasVectorValues()) {
        names.add(info.name);
      }
    }
    return names;
  }

  /** Opens the last commit, if there is one. */
  private boolean isOpen() throws IOException {
    if (directory == null) {
      if (Files.isDirectory(path) == false) {
        return false;
      }
      directory = IndexDirectory.open(path, IndexDirectory.Reads.PARTS);
    }
    if (reader == null) {
      reader = DirectoryReader.indexExists(directory) ? DirectoryReader.open(directory) : null;
    } else {
      DirectoryReader newer = DirectoryReader.openIfChanged(reader);
      if (newer != null) {
        reader.close();
        reader = newer;
      }
    }
    return reader != null;
  }

  /**
   * Some ids of a vector field, in order.
   *
   * @param of the field, or null for {@link #field()}
   * @return at most {@value #MAX_IDS}; none if the index can't be read
   */
  SortedSet<String> ids(String of, String prefix) throws IOException {
    SortedSet<String> ids = new TreeSet<>();
    String name = of == null ? field() : of;
    if (name == null || isOpen() == false) {
      return ids;
    }
    BytesRef start = new BytesRef(prefix);
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfo info = leaf.reader().getFieldInfos().fieldInfo(name);
      if (info == null || info.hasVectorValues() == false) {
        continue;
      }
      OmdbVectorIds leafIds = OmdbVectorIds.of(leaf.reader(), name);
      Terms terms = leaf.reader().terms(name);
      if (terms == null) {
        scan(leafIds, start, ids);
      } else {
        seek(terms, leafIds, start, ids);
      }
    }
    while (ids.size() > MAX_IDS) {
      ids.remove(ids.last());
    }
    return ids;
  }

  /** The first ids of a segment whose terms are in order. */
  private static void seek(Terms terms, OmdbVectorIds ids, BytesRef start, SortedSet<String> to)
      throws IOException {
    TermsEnum all = terms.iterator();
    if (all.seekCeil(start) == TermsEnum.SeekStatus.END) {
      return;
    }
    int looked = 0;
    int found = 0;
    for (BytesRef id = all.term();
        id != null && StringHelper.startsWith(id, start) && looked < MAX_SCANNED && found < MAX_IDS;
        id = all.next(), looked++) {
      if (ids.idToOrdinal(id) >= 0) { // of a live document
        to.add(id.utf8ToString());
        found++;
      }
    }
  }

  /** Ids in any order, among the first ones of a segment. */
  private static void scan(OmdbVectorIds ids, BytesRef start, SortedSet<String> to)
      throws IOException {
    BytesRef id = new BytesRef();
    int found = 0;
    for (int ordinal = 0;
        ordinal < Math.min(ids.size(), MAX_SCANNED) && found < MAX_IDS;
        ordinal++) {
      if (ids.ordinalToId(ordinal, id)
          && StringHelper.startsWith(id, start)
          && ids.idToOrdinal(id) >= 0) {
        to.add(id.utf8ToString());
        found++;
      }
    }
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(reader, directory);
  }
}
