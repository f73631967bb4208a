// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOSupplier;
import org.omdb.lucene.ids.VectorIds;
import org.omdb.lucene.ids.resolve.LeafVectorIds;

/**
 * The string ids of one vector field of one segment. An id is read from the id table in the vector
 * files. If the table does not have it yet, or if its field was updated since the table was
 * written, it is read from that field.
 *
 * <p>Most callers need only {@link #resolve}, which turns hits into ids, and {@link #find}, which
 * turns an id into a document. {@link #of} makes an instance for a segment. It is cheap, keeps
 * nothing per vector, and is for one thread, as doc values are. It is valid while its reader is
 * open.
 *
 * <p>Methods that take a {@link BytesRef} allocate nothing if its array is long enough.
 */
public final class OmdbVectorIds {

  private final int maxDoc;
  private final VectorIds ids;
  private final IOSupplier<KnnVectorValues> openValues;
  private KnnVectorValues values; // opened when a document is asked for
  private final Bits liveDocs;
  private final BytesRef spare = new BytesRef();
  private KnnVectorValues.DocIndexIterator documents;

  /**
   * A hit and its id.
   *
   * @param id the id of the vector, null if it has none
   * @param score the hit's score
   * @param doc the hit's document
   */
  public record Hit(String id, float score, int doc) {}

  private OmdbVectorIds(LeafVectorIds leaf, Bits liveDocs, int maxDoc) {
    this.maxDoc = maxDoc;
    this.ids = leaf.ids();
    this.openValues = leaf.openValues();
    this.liveDocs = liveDocs;
  }

  /**
   * The ids of a segment of any format. Ids that are not in an id table yet are read from the id
   * fields, which may be stored, be indexed or have doc values. That is slower, and {@link
   * #idCount} and {@link #idToOrdinal} may read all documents. A merge by a writer with {@link
   * OmdbCodec} and these id fields moves the ids into a table.
   *
   * @param reader a leaf of an index reader; it may be a wrapper that does not change document
   *     numbers
   * @param field name of a vector field
   * @param idFields as in {@link OmdbCodec.Builder#idFields}; not needed for {@link
   *     OmdbVectorField}, nor for segments that a writer with {@link OmdbCodec} wrote
   * @return the ids, of size 0 if no document of this segment has the field
   * @throws IllegalArgumentException if no {@code idFields} are given and the segment does not say
   *     where the ids are. Other methods throw it too if a value in an id field is no id: a number,
   *     or one of several values in a document
   * @throws IOException if reading fails
   */
  public static OmdbVectorIds of(LeafReader reader, String field, String... idFields)
      throws IOException {
    return new OmdbVectorIds(
        LeafVectorIds.of(reader, field, List.of(idFields)), reader.getLiveDocs(), reader.maxDoc());
  }

  /**
   * Turns hits into ids.
   *
   * @param reader the index that was searched
   * @param field the vector field whose ids are wanted
   * @param hits documents of {@code reader}
   * @param idFields as in {@link #of}
   * @return the hits with their ids, in the same order; the id is null if a hit has no vector, or
   *     its vector has no id
   * @throws IllegalArgumentException as {@link #of}
   * @throws IOException if reading fails
   */
  public static List<Hit> resolve(
      IndexReader reader, String field, TopDocs hits, String... idFields) throws IOException {
    ScoreDoc[] scoreDocs = hits.scoreDocs;
    Integer[] byDocument = new Integer[scoreDocs.length];
    Arrays.setAll(byDocument, i -> i);
    Arrays.sort(byDocument, Comparator.comparingInt(i -> scoreDocs[i].doc));
    Hit[] resolved = new Hit[scoreDocs.length];
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = null;
    OmdbVectorIds ids = null;
    for (int i : byDocument) {
      ScoreDoc hit = scoreDocs[i];
      if (leaf == null || hit.doc >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
        ids = of(leaf.reader(), field, idFields);
      }
      resolved[i] = new Hit(ids.documentToId(hit.doc - leaf.docBase), hit.score, hit.doc);
    }
    return new ArrayList<>(Arrays.asList(resolved));
  }

  /**
   * Finds the live document with an id.
   *
   * @param reader an index
   * @param field the vector field whose id it is
   * @param id to look for
   * @param idFields as in {@link #of}
   * @return its document number in {@code reader}, the highest one if several have the id; -1 if
   *     none does
   * @throws IllegalArgumentException as {@link #of}
   * @throws IOException if reading fails
   */
  public static int find(IndexReader reader, String field, String id, String... idFields)
      throws IOException {
    BytesRef bytes = VectorId.encode(field, id);
    List<LeafReaderContext> leaves = reader.leaves();
    for (int i = leaves.size() - 1; i >= 0; i--) {
      LeafReaderContext leaf = leaves.get(i);
      int doc = of(leaf.reader(), field, idFields).idToDocument(bytes);
      if (doc >= 0) {
        return leaf.docBase + doc;
      }
    }
    return -1;
  }

  /**
   * The number of vectors, those of deleted documents included.
   *
   * @return one more than the highest ordinal
   */
  public int size() {
    return ids == null ? 0 : ids.size();
  }

  /**
   * The number of vectors with an id, those of deleted documents included.
   *
   * @return 0 to {@link #size}
   * @throws IOException if reading fails
   */
  public int idCount() throws IOException {
    return ids == null ? 0 : ids.idCount();
  }

  /**
   * The vectors that the ids belong to, by ordinal.
   *
   * @return a new view with a position of its own, {@code FloatVectorValues} or {@code
   *     ByteVectorValues} as the field is; null if {@link #size} is 0
   * @throws IOException if reading fails
   */
  public KnnVectorValues vectors() throws IOException {
    return size() == 0 ? null : openValues.get();
  }

  /**
   * Reads the id of a vector by its ordinal.
   *
   * @param ordinal 0 to {@link #size} - 1
   * @param id filled with the id in UTF-8; left alone if there is none
   * @return false if the vector has no id
   * @throws IndexOutOfBoundsException if there is no such ordinal
   * @throws IOException if reading fails
   */
  public boolean ordinalToId(int ordinal, BytesRef id) throws IOException {
    if (ids == null) {
      throw new IndexOutOfBoundsException("ordinal " + ordinal + " of 0 vectors");
    }
    return ids.read(ordinal, id);
  }

  /**
   * Reads the id of a vector by its document. Fastest when documents are asked in increasing order.
   *
   * @param doc a document of this segment
   * @param id filled with the id in UTF-8; left alone if there is none
   * @return false if the document has no vector, or its vector no id
   * @throws IndexOutOfBoundsException if there is no such document
   * @throws IOException if reading fails
   */
  public boolean documentToId(int doc, BytesRef id) throws IOException {
    int ordinal = ordinal(doc);
    return ordinal >= 0 && ids.read(ordinal, id);
  }

  /**
   * Reads the id of a vector by its document.
   *
   * @param doc a document of this segment
   * @return the id, or null if the document has no vector, or its vector no id
   * @throws IndexOutOfBoundsException if there is no such document
   * @throws IOException if reading fails
   */
  public String documentToId(int doc) throws IOException {
    return documentToId(doc, spare) ? spare.utf8ToString() : null;
  }

  private KnnVectorValues values() throws IOException {
    if (values == null) {
      values = openValues.get();
    }
    return values;
  }

  private int ordinal(int doc) throws IOException {
    if (doc < 0 || doc >= maxDoc) {
      throw new IndexOutOfBoundsException("document " + doc + " of " + maxDoc);
    }
    if (size() == 0) {
      return -1;
    }
    if (size() == maxDoc) {
      return doc; // every document has a vector
    }
    if (documents == null || doc < documents.docID()) { // iterators only go forward
      documents = openValues.get().iterator();
    }
    if (documents.docID() < doc) {
      documents.advance(doc);
    }
    return documents.docID() == doc ? documents.index() : -1;
  }

  /**
   * Finds the vector of an id.
   *
   * @param id in UTF-8
   * @return the ordinal; of several live documents the highest; -1 if no live document has the id
   * @throws IOException if reading fails
   */
  public int idToOrdinal(BytesRef id) throws IOException {
    if (ids == null) {
      return -1;
    }
    if (liveDocs == null) {
      return ids.find(id, ordinal -> true);
    }
    KnnVectorValues documents = values();
    return ids.find(id, ordinal -> liveDocs.get(documents.ordToDoc(ordinal)));
  }

  /**
   * Finds the document of an id.
   *
   * @param id in UTF-8
   * @return the document; of several live ones the highest; -1 if no live document has the id
   * @throws IOException if reading fails
   */
  public int idToDocument(BytesRef id) throws IOException {
    int ordinal = idToOrdinal(id);
    return ordinal < 0 ? -1 : values().ordToDoc(ordinal);
  }
}
