// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

/** The format that an upgrade converts to, by the names of {@code --to}. */
enum Target {
  omdb,
  lucene
}
