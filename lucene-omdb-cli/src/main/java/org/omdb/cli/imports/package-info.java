// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb import}. Open {@link org.omdb.cli.imports.ImportCommand} first.
 *
 * <p>It opens {@code Inputs}, of which an {@code Importer} gives each row its id and checks it, and
 * hands it to a {@code RowIndexer}, which indexes rows in several threads. {@code MadeUpNames} and
 * {@code ExistingDocuments} see to it that no row replaces what it must not.
 *
 * <p>Uses {@code index}, {@code columns}, {@code source} and {@code console}.
 */
package org.omdb.cli.imports;
