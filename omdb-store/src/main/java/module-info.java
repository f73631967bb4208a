// SPDX-License-Identifier: Apache-2.0
/** A folder of documents with vectors, text and metadata. */
module org.omdb.store {
  requires transitive org.apache.lucene.core;
  requires transitive org.omdb.lucene;

  exports org.omdb.store;
}
