// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.format;

import java.io.IOException;
import org.apache.lucene.util.BytesRef;
import org.omdb.image.OmdbImageWriter;
import org.omdb.lucene.ids.resolve.IdOrigin;

/**
 * The documents of one vector field of the segment that is being written, from the memory of a
 * flush or from the sources of a merge. An image wants its counts first, then vectors, then ids, so
 * it is walked several times.
 */
interface VectorFieldSource {

  /** A new walk over the documents that have a vector, in the order of the new segment. */
  Cursor cursor() throws IOException;

  /** One walk. Vector and id of a document may each be taken or left. */
  interface Cursor {

    /** The next document of the new segment, or {@code NO_MORE_DOCS}. */
    int nextDoc() throws IOException;

    /** Writes the current document's vector. */
    void writeVector(OmdbImageWriter image) throws IOException;

    /** The current document's id, valid until the next call, or null if it has none. */
    BytesRef id() throws IOException;

    /** Where the id was found that {@link #id} just returned. */
    IdOrigin origin();
  }
}
