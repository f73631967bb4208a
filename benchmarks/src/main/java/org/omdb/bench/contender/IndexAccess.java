// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.store.NIOFSDirectory;

/**
 * How the files of a Lucene index are read.
 *
 * @param kind of directory
 * @param advice that a mapped directory gives to the operating system
 */
public record IndexAccess(Kind kind, Advice advice) {

  /** What a user gets who chooses nothing. */
  public static final IndexAccess DEFAULT = new IndexAccess(Kind.MMAP, Advice.DEFAULT);

  /** Lucene's directories of files. */
  public enum Kind {
    /** Files are mapped into memory. */
    MMAP,
    /** Files are read into buffers on the heap. */
    NIO;

    /**
     * The name in options and reports.
     *
     * @return lower case
     */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a mapped directory tells the operating system about coming reads. */
  public enum Advice {
    /** The same for all files, from Lucene's system property; without it, nothing special. */
    DEFAULT,
    /** What the format asks for when it opens a file: random reads, for vectors and graphs. */
    CONTEXT;

    /**
     * The name in options and reports.
     *
     * @return lower case
     */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Directory open(Path folder) throws IOException {
    if (kind == Kind.NIO) {
      return new NIOFSDirectory(folder);
    }
    if (advice == Advice.DEFAULT) {
      return FSDirectory.open(folder);
    }
    MMapDirectory directory = new MMapDirectory(folder);
    directory.setReadAdvice(MMapDirectory.ADVISE_BY_CONTEXT);
    return directory;
  }
}
