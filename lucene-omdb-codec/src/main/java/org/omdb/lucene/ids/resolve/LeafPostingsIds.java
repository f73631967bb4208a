// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.ids.resolve;

import java.io.IOException;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;

/**
 * Ids that documents of a segment that is open for searches have as an indexed term. The first few
 * documents, such as the hits of a query, are looked up in {@link TermOrdinals}, which the segment
 * keeps. If more are asked, {@link PostingsIds} reads all terms.
 */
final class LeafPostingsIds implements FieldIds {

  /** If more than one document in this many is looked up, reading all terms is cheaper. */
  private static final int DOCS_PER_LOOKUP = TermOrdinals.INTERVAL;

  private final LeafReader reader;
  private final String idField;
  private final Terms terms;
  private final PostingsIds all;
  private final BytesRefBuilder spare = new BytesRefBuilder();
  private TermOrdinals ordinals;
  private TermsEnum termsEnum;
  private int lookupsLeft;

  LeafPostingsIds(LeafReader reader, Terms terms, String idField) {
    this.reader = reader;
    this.idField = idField;
    this.terms = terms;
    this.all = new PostingsIds(terms, idField, reader.maxDoc());
    this.lookupsLeft = 1 + reader.maxDoc() / DOCS_PER_LOOKUP;
  }

  @Override
  public BytesRef id(int doc) throws IOException {
    if (lookupsLeft == 0) {
      return all.id(doc);
    }
    lookupsLeft--;
    if (termsEnum == null) {
      ordinals = TermOrdinals.of(reader.getCoreCacheHelper(), idField, terms, reader.maxDoc());
      termsEnum = terms.iterator();
    }
    if (ordinals == null || ordinals.hasSeveral(doc)) {
      lookupsLeft = 0;
      return all.id(doc); // its message names the terms
    }
    return ordinals.hasNone(doc) ? null : ordinals.term(doc, termsEnum, spare);
  }
}
