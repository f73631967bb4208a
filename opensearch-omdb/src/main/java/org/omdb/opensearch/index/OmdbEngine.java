// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import org.apache.lucene.index.LiveIndexWriterConfig;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbMergePolicy;
import org.opensearch.index.engine.EngineConfig;
import org.opensearch.index.engine.InternalEngine;
import org.opensearch.index.shard.OpenSearchMergePolicy;

/**
 * OpenSearch's engine, with an audit of the ids of every merge.
 *
 * <p>The policy that an engine is configured with becomes the innermost one, below those that keep
 * soft deletes and prune recovery sources, and these make merges of their own that leave an audit
 * out. So {@link OmdbMergePolicy} goes around all of them, right below {@link
 * OpenSearchMergePolicy}, which an engine insists on as the outermost one and which hands merges on
 * as they are. No merge can start before: the first document comes after the constructor.
 */
final class OmdbEngine extends InternalEngine {

  OmdbEngine(EngineConfig config) {
    super(config);
    LiveIndexWriterConfig writer = documentIndexWriter.getConfig();
    OpenSearchMergePolicy outermost = (OpenSearchMergePolicy) writer.getMergePolicy();
    OmdbCodec codec = (OmdbCodec) writer.getCodec();
    writer.setMergePolicy(
        new OpenSearchMergePolicy(new OmdbMergePolicy(outermost.getDelegate(), codec)));
  }
}
