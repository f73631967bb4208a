// SPDX-License-Identifier: Apache-2.0
/**
 * The input formats of {@code omdb import}: files of vectors, read from start to end in little
 * memory. {@link org.omdb.cli.source.SourceFormats} is the list of them; open it first.
 *
 * <table>
 * <caption>The packages below, each of which uses only those above it</caption>
 * <tr><th>package</th><th>what</th></tr>
 * <tr><td>{@code file}</td><td>bytes: a file, a window on it, its lines, and {@code BadInput}, which
 * words what is wrong with it</td></tr>
 * <tr><td>{@code spi}</td><td>what a format implements: {@code SourceFormat}, which recognizes and
 * opens a file, and {@code VectorSource}, its rows</td></tr>
 * <tr><td>{@code number}</td><td>numbers that are written as text</td></tr>
 * <tr><td>{@code binary}</td><td>rows of numbers: .fvecs, .bvecs</td></tr>
 * <tr><td>{@code numpy}</td><td>.npy, .npz</td></tr>
 * <tr><td>{@code table}</td><td>what tables of all formats have: columns, and values to
 * store</td></tr>
 * <tr><td>{@code parquet}, {@code arrow}, {@code hdf5}</td><td>tables, read by libraries</td></tr>
 * <tr><td>{@code omdb}</td><td>OMDB files, by {@code org.omdb.image}</td></tr>
 * <tr><td>{@code text}</td><td>word2vec and GloVe text</td></tr>
 * <tr><td>{@code csv}</td><td>tables as text</td></tr>
 * <tr><td>{@code json}</td><td>JSON: lines, and documents with records in them</td></tr>
 * </table>
 */
package org.omdb.cli.source;
