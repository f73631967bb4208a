// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.index;

import java.util.Arrays;
import org.opensearch.action.ActionRequest;
import org.opensearch.action.admin.cluster.snapshots.restore.RestoreSnapshotRequest;
import org.opensearch.action.support.ActionFilter;
import org.opensearch.common.settings.Setting;
import org.opensearch.common.settings.Settings;
import org.opensearch.core.action.ActionListener;

/**
 * Refuses to restore an index with other settings than its files were written with. OpenSearch
 * refuses too ({@link Setting.Property#UnmodifiableOnRestore}), but not with the status and the
 * reason of a bad request.
 */
public final class RestoreFilter extends ActionFilter.Simple {

  /** One filter serves all requests. */
  public RestoreFilter() {}

  @Override
  public int order() {
    return 0;
  }

  @Override
  protected boolean apply(String action, ActionRequest request, ActionListener<?> listener) {
    if (request instanceof RestoreSnapshotRequest restore) {
      Settings changed =
          Settings.builder().put(restore.indexSettings()).normalizePrefix("index.").build();
      for (Setting<Boolean> setting : OmdbSettings.OF_FILES) {
        if (setting.exists(changed)
            || Arrays.asList(restore.ignoreIndexSettings()).contains(setting.getKey())) {
          listener.onFailure(
              new IllegalArgumentException(
                  "["
                      + setting.getKey()
                      + "] can't be changed or ignored by a restore: the files of the snapshot were"
                      + " written with it. Restore the index as it is, and reindex into a new one"));
          return false;
        }
      }
    }
    return true;
  }
}
