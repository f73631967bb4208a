// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.util.Map;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.omdb.lucene.ids.VectorIdsProvider;

/**
 * How many bytes of files a vector field has, by what searches read of them. If vectors do not fit
 * into memory, {@link #hot} should: each search reads hundreds of codes and links. Of rows it reads
 * only some 20, if there are codes; without codes it reads hundreds of rows too.
 *
 * <p>All of it is in mapped files, and none on the heap. Segments in other formats count as 0.
 *
 * @param rows the vectors themselves, as float32 or bytes
 * @param codes short codes of the vectors; 0 where rows are compared instead
 * @param links the graph, in Lucene's form and in that of searches
 * @param ids the ids, and the indexes into them
 */
public record SearchMemory(long rows, long codes, long links, long ids) {

  /** Of a field without vectors. */
  public static final SearchMemory NONE = new SearchMemory(0, 0, 0, 0);

  /**
   * Adds up all segments of an index.
   *
   * @param reader an index or a segment; leaves may be wrappers that do not change document numbers
   * @param field name of a field
   * @return the sum, {@link #NONE} if there is no such vector field in the OMDB format
   */
  public static SearchMemory of(IndexReader reader, String field) {
    SearchMemory sum = NONE;
    for (LeafReaderContext leaf : reader.leaves()) {
      if (FilterLeafReader.unwrap(leaf.reader()) instanceof CodecReader segment) {
        FieldInfo info = segment.getFieldInfos().fieldInfo(field);
        if (info != null && info.hasVectorValues()) {
          sum = sum.plus(of(OmdbWarmer.vectors(segment, field), info));
        }
      }
    }
    return sum;
  }

  /**
   * What one segment has of a field.
   *
   * @param vectors what reads the field, of any format; null if the segment has none of its vectors
   * @param field that it reads
   * @return {@link #NONE} if it is not in the OMDB format
   */
  public static SearchMemory of(KnnVectorsReader vectors, FieldInfo field) {
    if (vectors instanceof VectorIdsProvider == false) {
      return NONE;
    }
    SearchMemory sum = NONE;
    for (Map.Entry<String, Long> part : vectors.getOffHeapByteSize(field).entrySet()) {
      sum = sum.plus(ofPart(part.getKey(), part.getValue()));
    }
    return sum;
  }

  /**
   * @param key as {@link org.omdb.lucene.format.OmdbHnswVectorsReader#getOffHeapByteSize} lists
   *     them
   */
  private static SearchMemory ofPart(String key, long bytes) {
    return switch (key) {
      case "vec" -> new SearchMemory(bytes, 0, 0, 0);
      case "omdc" -> new SearchMemory(0, bytes, 0, 0);
      case "omda", "vex" -> new SearchMemory(0, 0, bytes, 0);
      case "omdb", "omdi" -> new SearchMemory(0, 0, 0, bytes);
      default -> throw new AssertionError(key);
    };
  }

  /**
   * What should stay in memory, because each search reads it all over: codes and links.
   *
   * @return bytes
   */
  public long hot() {
    return codes + links;
  }

  /**
   * Adds another field or segment.
   *
   * @param other to add
   * @return the sum of each kind
   */
  public SearchMemory plus(SearchMemory other) {
    return new SearchMemory(
        rows + other.rows, codes + other.codes, links + other.links, ids + other.ids);
  }
}
