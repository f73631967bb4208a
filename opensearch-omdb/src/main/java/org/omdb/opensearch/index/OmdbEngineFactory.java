// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import org.opensearch.index.engine.Engine;
import org.opensearch.index.engine.EngineConfig;
import org.opensearch.index.engine.EngineFactory;
import org.opensearch.index.engine.NRTReplicationEngine;

/**
 * Makes OpenSearch's own engines. An engine that merges gets an {@link
 * org.omdb.lucene.OmdbMergePolicy}.
 */
public final class OmdbEngineFactory implements EngineFactory {

  /** One factory per index. */
  public OmdbEngineFactory() {}

  @Override
  public Engine newReadWriteEngine(EngineConfig config) {
    // With segment replication a replica copies segments. It neither writes nor merges any.
    return config.isReadOnlyReplica() ? new NRTReplicationEngine(config) : new OmdbEngine(config);
  }
}
