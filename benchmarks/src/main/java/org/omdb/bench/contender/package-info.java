/**
 * The contenders. Each is a small class that builds an index of a set of vectors in a folder, and
 * opens the index for searches.
 *
 * <p>To add one, implement {@link org.omdb.bench.contender.Contender} and name it in {@link
 * org.omdb.bench.contender.Contenders}. Those based on Lucene extend {@link
 * org.omdb.bench.contender.LuceneContender}, so that they differ only in what is compared.
 */
package org.omdb.bench.contender;
