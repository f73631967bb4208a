// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.ids.resolve.IdOrigin;

/**
 * The documents of one vector field of the segment that is being written. They come from the heap
 * in a flush and from other segments in a merge. They are read several times, because an image
 * starts with its counts, then has all vectors, then all ids.
 */
interface VectorFieldSource {

  /** A new pass over the documents that have a vector, in the order of the new segment. */
  Cursor cursor() throws IOException;

  /** One pass. Of each document the vector, the id, both or neither may be read. */
  interface Cursor {

    /** The next document of the new segment, or {@code NO_MORE_DOCS}. */
    int nextDoc() throws IOException;

    /** Writes the current document's vector. */
    void writeVector(OmdbImageWriter image) throws IOException;

    /** The current document's id, valid until the next call, or null if it has none. */
    BytesRef id() throws IOException;

    /** Where the id was found that {@link #id} just returned. */
    IdOrigin origin();

    /**
     * Whether the doc values of some fields, asked in this order, say another id than {@link #id}
     * just returned. Only a merge asks: ids of a flush all follow the same fields.
     */
    default boolean isContradictedBy(List<String> idFields) throws IOException {
      return false;
    }
  }
}
