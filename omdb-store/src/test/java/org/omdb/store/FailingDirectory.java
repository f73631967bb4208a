// SPDX-License-Identifier: Apache-2.0
package org.omdb.store;

import java.io.IOException;
import java.util.Collection;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A disk that refuses to sync or to write, as long as a test wants it. */
final class FailingDirectory extends FilterDirectory {

  volatile boolean failsToSync;
  volatile boolean failsToWrite;

  FailingDirectory(Directory in) {
    super(in);
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    if (failsToSync) {
      throw new IOException("the disk does not sync");
    }
    super.sync(names);
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    if (failsToWrite) {
      throw new IOException("the disk is full");
    }
    return super.createOutput(name, context);
  }
}
