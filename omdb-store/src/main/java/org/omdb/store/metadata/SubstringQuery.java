// SPDX-License-Identifier: Apache-2.0
package org.omdb.store.metadata;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;

/**
 * Documents with a term that contains a string. It looks at each term. An automaton for the same
 * would look at as many, and takes long to build for a long string.
 */
final class SubstringQuery extends MultiTermQuery {

  private final BytesRef part;

  SubstringQuery(String field, String part) {
    super(field, CONSTANT_SCORE_BLENDED_REWRITE);
    this.part = new BytesRef(part);
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource atts) throws IOException {
    return new FilteredTermsEnum(terms.iterator(), false) {
      @Override
      protected AcceptStatus accept(BytesRef term) {
        return contains(term) ? AcceptStatus.YES : AcceptStatus.NO;
      }
    };
  }

  /** In UTF-8 a string contains another one if its bytes do. */
  private boolean contains(BytesRef term) {
    int last = term.offset + term.length - part.length;
    for (int start = term.offset; start <= last; start++) {
      if (Arrays.equals(
          term.bytes,
          start,
          start + part.length,
          part.bytes,
          part.offset,
          part.offset + part.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(getField())) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String field) {
    return getField() + " contains \"" + part.utf8ToString() + "\"";
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other) && part.equals(((SubstringQuery) other).part);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), part);
  }
}
