// SPDX-License-Identifier: Apache-2.0
package org.omdb.cli.folder;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;

/** Opens folders with an index as Lucene directories. */
public final class IndexDirectory {

  private IndexDirectory() {}

  /** What a command reads of an index. */
  public enum Reads {

    /**
     * Some vectors here and there, as a search does. Mapped files are read as whoever opens them
     * says, which is page by page for vectors. By Lucene's default each page that is not in memory
     * brings along those behind it, as many as the disk reads ahead, which may be megabytes.
     */
    PARTS,

    /**
     * Most of it from front to back, so that reading ahead is what makes it fast. Page by page, a
     * file that is not in memory took 9 to 12 s instead of 2 s (384 MB).
     */
    ALL
  }

  /**
   * Opens the folder of an index.
   *
   * @param path of the folder
   * @param reads what will be read
   * @return the directory, which the caller closes
   * @throws IOException if it can't be opened. From reading a commit, a {@link
   *     org.apache.lucene.index.CorruptIndexException} if it is damaged in any way
   */
  public static Directory open(Path path, Reads reads) throws IOException {
    FSDirectory directory = FSDirectory.open(path);
    if (reads == Reads.PARTS && directory instanceof MMapDirectory mapped) {
      mapped.setReadAdvice(MMapDirectory.ADVISE_BY_CONTEXT);
    }
    return new CheckedCommits(directory);
  }

  /**
   * Checks the checksum of a commit before Lucene reads what is in it. Lucene does so afterwards,
   * and a damaged number may have ended it with a {@link RuntimeException} or for want of memory by
   * then.
   */
  private static final class CheckedCommits extends FilterDirectory {

    private static final String COMMIT = IndexFileNames.SEGMENTS + "_";

    CheckedCommits(Directory in) {
      super(in);
    }

    @Override
    public ChecksumIndexInput openChecksumInput(String name) throws IOException {
      if (name.startsWith(COMMIT)) {
        try (IndexInput commit = in.openInput(name, IOContext.READONCE)) {
          CodecUtil.checksumEntireFile(commit);
        }
      }
      return in.openChecksumInput(name);
    }
  }
}
