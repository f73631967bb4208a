// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.upgrade;

/** Where an index is brought to, in the words of the command line. */
enum Target {
  omdb,
  lucene
}
