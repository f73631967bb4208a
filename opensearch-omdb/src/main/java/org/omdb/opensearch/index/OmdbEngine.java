// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import org.apache.lucene.index.LiveIndexWriterConfig;
import org.omdb.lucene.OmdbCodec;
import org.omdb.lucene.OmdbMergePolicy;
import org.opensearch.index.engine.EngineConfig;
import org.opensearch.index.engine.InternalEngine;
import org.opensearch.index.shard.OpenSearchMergePolicy;

/**
 * OpenSearch's engine, which also audits every merge.
 *
 * <p>An engine wraps the merge policy that it is configured with in policies of its own, which keep
 * soft deletes and prune recovery sources. They replace each merge by one of their own, and so the
 * audit of an inner policy would be lost. {@link OmdbMergePolicy} therefore has to wrap all of
 * them. Only {@link OpenSearchMergePolicy} stays outside: an engine requires it as the outermost
 * policy, and it passes merges on unchanged.
 *
 * <p>The constructor may replace the policy, because no merge can have started: the first document
 * is indexed after the constructor has returned.
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
