// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/** Sums the sizes of an index's files by purpose. Extensions tell the purpose. */
final class LuceneSizes {

  private LuceneSizes() {}

  static Sizes of(Path folder) throws IOException {
    try (Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory)) {
      long vectors = 0;
      long graph = 0;
      long codes = 0;
      long ids = 0;
      long other = 0;
      long images = 0;
      for (String file : reader.getIndexCommit().getFileNames()) {
        long length = directory.fileLength(file);
        String extension = IndexFileNames.getExtension(file);
        switch (extension == null ? "" : extension) {
          case "vec", "vemf" -> vectors += length;
          case "vex", "vem", "omda", "omdw" -> graph += length;
          case "veq", "vemq", "omdc" -> codes += length;
          case "omdb" -> images += length;
          // Stored fields, doc values and terms: documents have them only for their id.
          case "omdi", "fdt", "fdx", "fdm", "dvd", "dvm", "tim", "tip", "tmd", "doc", "psm" ->
              ids += length;
          default -> other += length;
        }
      }
      if (images > 0) { // vectors, and the id table after them
        long inImages = offHeap(reader).getOrDefault("vec", 0L);
        vectors += inImages;
        ids += images - inImages;
      }
      return new Sizes(vectors, graph, codes, ids, other);
    }
  }

  /** Off-heap bytes by file extension, as Lucene reports them. */
  static Map<String, Long> offHeap(IndexReader reader) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      CodecReader segment = (CodecReader) leaf.reader();
      FieldInfo field = segment.getFieldInfos().fieldInfo(LuceneContender.VECTOR);
      segment
          .getVectorReader()
          .getOffHeapByteSize(field)
          .forEach((extension, bytes) -> sizes.merge(extension, bytes, Long::sum));
    }
    return sizes;
  }
}
