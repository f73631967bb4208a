// SPDX-License-Identifier: Apache-2.0
package org.omdb.lucene.faults;

/**
 * What a {@link WriterMain} says on its standard output, a line each: the name and the number of
 * operations that are in the index, or will be.
 */
enum WriterEvent {
  /** Is about to open an index. */
  OPENING,
  /** Somebody else has the write lock; the process ends. */
  REFUSED,
  /** Has opened the index, in which there are so many operations. */
  OPENED,
  FLUSHING,
  FLUSHED,
  MERGING,
  MERGED,
  /** Is about to commit so many operations. */
  COMMITTING,
  /** Is about to rename a pending commit; between this and the next line it becomes visible. */
  PUBLISHING,
  /** The commit of so many operations has returned. */
  ACKNOWLEDGED
}
