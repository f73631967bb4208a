// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb upgrade}, which converts an index from plain Lucene to OMDB and back. Open {@link
 * org.omdb.cli.upgrade.UpgradeCommand} first.
 *
 * <p>An upgrade takes these steps:
 *
 * <ol>
 *   <li>{@code UpgradePlan} says which segments are rewritten, and with which codec.
 *   <li>{@code UpgradeCheck} reads all ids and vectors before anything is written. {@code Survey}
 *       counts and fingerprints each segment. {@code BadIds}, {@code TableOnlyIds} and {@code
 *       DiskSpace} refuse an upgrade that could not succeed.
 *   <li>{@code Conversion} rewrites one segment after the other, compares each with its survey, and
 *       commits it.
 *   <li>{@code UpgradeReport} prints the segments before and after.
 * </ol>
 *
 * <p>Uses {@code index} and {@code console}.
 */
package org.omdb.cli.upgrade;
