// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code omdb} command. Open {@link org.omdb.cli.Omdb} first: it lists the subcommands, runs
 * one, and turns a failure into a message and an exit status.
 *
 * <table>
 * <caption>Packages, from top to bottom</caption>
 * <tr><th>package</th><th>subject</th><th>uses</th></tr>
 * <tr><td>{@code cli}</td><td>the entry point</td><td>all that have subcommands, {@code
 * console}</td></tr>
 * <tr><td>{@code cli.shell}</td><td>{@code omdb shell}, which runs the others</td><td>{@code
 * folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.demo}</td><td>{@code omdb demo}</td><td>{@code folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.inspect}</td><td>{@code omdb inspect}, {@code verify}</td><td>{@code
 * folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.upgrade}</td><td>{@code omdb upgrade}</td><td>{@code index}, {@code
 * folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.map}</td><td>{@code omdb map}</td><td>{@code index}, {@code columns}, {@code
 * folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.imports}</td><td>{@code omdb import}</td><td>{@code index}, {@code columns},
 * {@code source}, {@code console}</td></tr>
 * <tr><td>{@code cli.export}</td><td>{@code omdb export}</td><td>{@code index}, {@code columns}, {@code
 * folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.index}</td><td>{@code omdb search}, {@code get}, {@code delete}</td><td>{@code
 * columns}, {@code source}, {@code folder}, {@code console}</td></tr>
 * <tr><td>{@code cli.columns}</td><td>what rows have besides id and vector</td><td>{@code
 * console}</td></tr>
 * <tr><td>{@code cli.source}</td><td>files of vectors to import</td><td>{@code console}</td></tr>
 * <tr><td>{@code cli.folder}</td><td>how the folder of an index is opened, what in it no commit has, and how
 * files are written whole</td><td>none of these</td></tr>
 * <tr><td>{@code cli.console}</td><td>exit status, failures, output, terminals, progress</td><td>none of
 * these</td></tr>
 * </table>
 *
 * <p>No package uses one above it. {@code TestImports} checks that.
 */
package org.omdb.cli;
