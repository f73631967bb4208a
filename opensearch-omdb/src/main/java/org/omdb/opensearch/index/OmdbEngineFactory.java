// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import org.opensearch.index.engine.Engine;
import org.opensearch.index.engine.EngineConfig;
import org.opensearch.index.engine.EngineFactory;
import org.opensearch.index.engine.NRTReplicationEngine;

/** OpenSearch's own engines; those that merge have {@link org.omdb.lucene.OmdbMergePolicy}. */
public final class OmdbEngineFactory implements EngineFactory {

  /** The only kind there is. */
  public OmdbEngineFactory() {}

  @Override
  public Engine newReadWriteEngine(EngineConfig config) {
    // A replica that copies segments writes and merges none.
    return config.isReadOnlyReplica() ? new NRTReplicationEngine(config) : new OmdbEngine(config);
  }
}
