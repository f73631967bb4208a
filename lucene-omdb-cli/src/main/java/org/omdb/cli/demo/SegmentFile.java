// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * A file of the last commit.
 *
 * @param bytes its length
 * @param content what is in it
 */
record SegmentFile(String name, long bytes, String content) {

  private static final Map<String, String> CONTENT =
      Map.ofEntries(
          Map.entry("omdb", "the OMDB image: header, vectors, id table"),
          Map.entry("omdi", "ordinal to document and to id, ordinals sorted by id"),
          Map.entry("omdm", "where in those two files each field lies"),
          Map.entry("vex", "the HNSW graph"),
          Map.entry("vem", "where in the graph file each field lies"),
          Map.entry("dvd", "ids as doc values, which merges take them from"),
          Map.entry("dvm", "where the doc values lie"),
          Map.entry("dvs", "doc values to skip (the demo has none)"),
          Map.entry("tim", "ids as terms, for updates and deletes by id"),
          Map.entry("tip", "index of the terms"),
          Map.entry("tmd", "where the terms lie"),
          Map.entry("doc", "documents of terms"),
          Map.entry("psm", "where the documents of terms lie"),
          Map.entry("fdt", "stored fields (the demo has none)"),
          Map.entry("fdx", "index of stored fields"),
          Map.entry("fdm", "where the stored fields lie"),
          Map.entry("liv", "which documents are not deleted"),
          Map.entry("fnm", "the fields and their formats"),
          Map.entry("si", "the segment: its documents, codec and files"));

  /** The files of an index, those of this library first. */
  static List<SegmentFile> list(Directory directory) throws IOException {
    List<SegmentFile> ours = new ArrayList<>();
    List<SegmentFile> lucenes = new ArrayList<>();
    for (String name : new TreeSet<>(SegmentInfos.readLatestCommit(directory).files(true))) {
      String extension = IndexFileNames.getExtension(name);
      String content =
          extension == null ? "the commit: its segments" : CONTENT.getOrDefault(extension, "");
      SegmentFile file = new SegmentFile(name, directory.fileLength(name), content);
      boolean vectors = extension != null && extension.matches("omd.|ve.");
      (vectors ? ours : lucenes).add(file);
    }
    ours.addAll(lucenes);
    return ours;
  }
}
