/**
 * {@code omdb upgrade}, which brings an index of plain Lucene to OMDB and back, in the order of
 * what it does: {@link org.omdb.cli.upgrade.UpgradeCommand} opens the last commit, {@code
 * UpgradePlan} tells which segments are to be rewritten and how, {@code Survey} counts and
 * fingerprints what they have, {@code BadIds}, {@code TableOnlyIds} and {@code DiskSpace} refuse
 * what could not end well, and {@code Conversion} rewrites one segment after the other, compares
 * each with its survey, and commits.
 */
package org.omdb.cli.upgrade;
