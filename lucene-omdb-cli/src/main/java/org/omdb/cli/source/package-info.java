// SPDX-License-Identifier: Apache-2.0
/**
 * The input formats of {@code omdb import}: files of vectors, read from start to end in little
 * memory. Open {@link org.omdb.cli.source.SourceFormat} first.
 *
 * <p>{@link org.omdb.cli.source.SourceFormat} says which formats there are and recognizes them,
 * {@link org.omdb.cli.source.Sources} opens a file, {@link org.omdb.cli.source.VectorSource} is
 * what comes back.
 *
 * <table>
 * <caption>Who reads what</caption>
 * <tr><th>format</th><th>source</th><th>with</th></tr>
 * <tr><td>OMDB</td><td>{@code OmdbSource}</td><td>{@code org.omdb.image}</td></tr>
 * <tr><td>.npy</td><td>{@code NpySource}</td><td>{@code NpyHeader}, {@code PythonLiteral}, {@code
 * Element}</td></tr>
 * <tr><td>.fvecs, .bvecs</td><td>{@code VecsSource}</td><td>{@code Element}</td></tr>
 * <tr><td>word2vec and GloVe text</td><td>{@code TextSource}</td><td>{@code LineReader}, {@code
 * FloatScanner}</td></tr>
 * <tr><td>JSON lines</td><td>{@code JsonLinesSource}</td><td>{@code LineReader}, {@code
 * JsonRowParser}</td></tr>
 * </table>
 *
 * <p>All of them read through {@code FileWindow}, and {@code BadInput} words what is wrong with a
 * file.
 */
package org.omdb.cli.source;
