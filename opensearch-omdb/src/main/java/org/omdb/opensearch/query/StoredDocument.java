// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.query;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.opensearch.core.common.io.stream.StreamInput;
import org.opensearch.core.common.io.stream.StreamOutput;
import org.opensearch.core.common.io.stream.Writeable;
import org.opensearch.index.mapper.IdFieldMapper;
import org.opensearch.index.mapper.RoutingFieldMapper;
import org.opensearch.index.mapper.Uid;

/**
 * The name of a document. Documents of an index can have the same id if they have different
 * routings, which put them into different shards.
 *
 * @param id its {@code _id}
 * @param routing its {@code _routing}; null if it has none, or if it is not known yet
 */
record StoredDocument(String id, String routing) implements Writeable {

  StoredDocument(StreamInput in) throws IOException {
    this(in.readString(), in.readOptionalString());
  }

  @Override
  public void writeTo(StreamOutput out) throws IOException {
    out.writeString(id);
    out.writeOptionalString(routing);
  }

  /** The documents of a shard that have this name: one, and its old versions. */
  FixedBitSet in(IndexReader reader) throws IOException {
    FixedBitSet docs = new FixedBitSet(reader.maxDoc());
    Term term = new Term(IdFieldMapper.NAME, Uid.encodeId(id));
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
      if (postings != null) {
        for (int doc = postings.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = postings.nextDoc()) {
          if (hasRouting(leaf, doc)) {
            docs.set(leaf.docBase + doc);
          }
        }
      }
    }
    return docs;
  }

  private boolean hasRouting(LeafReaderContext leaf, int doc) throws IOException {
    Document stored = leaf.reader().storedFields().document(doc, Set.of(RoutingFieldMapper.NAME));
    return Objects.equals(routing, stored.get(RoutingFieldMapper.NAME));
  }

  @Override
  public String toString() {
    return "[" + id + "]" + (routing == null ? "" : " with the routing [" + routing + "]");
  }
}
