// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.cluster;

import java.util.List;
import org.opensearch.common.settings.Setting;
import org.opensearch.index.IndexService;
import org.opensearch.plugins.Plugin;

/**
 * Registers a setting that OpenSearch registers only in its own tests: how often copies tell each
 * other which operations they have. The default is every 30 s.
 */
public final class SoonSyncedLeases extends Plugin {

  public SoonSyncedLeases() {}

  @Override
  public List<Setting<?>> getSettings() {
    return List.of(IndexService.RETENTION_LEASE_SYNC_INTERVAL_SETTING);
  }
}
