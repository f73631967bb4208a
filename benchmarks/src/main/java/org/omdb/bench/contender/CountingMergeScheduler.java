// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy;

/** Lucene's default scheduler, which also counts the documents of complete merges. */
final class CountingMergeScheduler extends ConcurrentMergeScheduler {

  private final AtomicLong documents = new AtomicLong();

  @Override
  protected void doMerge(MergeSource mergeSource, MergePolicy.OneMerge merge) throws IOException {
    super.doMerge(mergeSource, merge);
    documents.addAndGet(merge.totalNumDocs());
  }

  long documents() {
    return documents.get();
  }
}
