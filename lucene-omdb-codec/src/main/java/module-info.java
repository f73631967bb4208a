// SPDX-License-Identifier: Apache-2.0
/** Vectors and their string ids in Apache Lucene segments, in the OMDB binary layout. */
module org.omdb.lucene {
  requires java.logging;
  requires transitive org.apache.lucene.core;

  exports org.omdb.image;
  exports org.omdb.lucene;
  exports org.omdb.lucene.format;
  exports org.omdb.lucene.ids;

  provides org.apache.lucene.codecs.Codec with
      org.omdb.lucene.OmdbCodec;
  provides org.apache.lucene.codecs.KnnVectorsFormat with
      org.omdb.lucene.format.OmdbHnswVectorsFormat,
      org.omdb.lucene.format.OmdbFlatVectorsFormat;
}
