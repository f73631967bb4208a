// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.contender;

import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Configures index writers: Lucene's defaults, except that compound files are off, so that the size
 * of each part is known, and all contenders have the same buffer.
 */
final class LuceneWriters {

  private LuceneWriters() {}

  /** A writer's settings; its merge scheduler is Lucene's default. */
  static IndexWriterConfig config(LuceneContender contender, BuildOptions options) {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(contender.codec(options))
            .setOpenMode(OpenMode.CREATE)
            .setUseCompoundFile(false)
            .setRAMBufferSizeMB((double) options.bufferBytes() / (1 << 20));
    return config.setMergePolicy(contender.mergePolicy(policy(options), config.getCodec()));
  }

  private static MergePolicy policy(BuildOptions options) {
    return switch (options.shape().pieces()) {
      case ONE -> {
        TieredMergePolicy tiers = new TieredMergePolicy();
        tiers.setNoCFSRatio(0);
        yield tiers;
      }
      case EVEN -> new EvenSegmentsMergePolicy();
      case AS_FLUSHED -> NoMergePolicy.INSTANCE;
    };
  }
}
