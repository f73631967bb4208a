// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import org.opensearch.action.ActionType;

/** The statistics action. Permissions are granted for its name. */
public final class OmdbStatsAction extends ActionType<OmdbStatsResponse> {

  /** A monitor action, like OpenSearch's own index statistics. */
  public static final String NAME = "indices:monitor/omdb/stats";

  /** The only instance. */
  public static final OmdbStatsAction INSTANCE = new OmdbStatsAction();

  private OmdbStatsAction() {
    super(NAME, OmdbStatsResponse::new);
  }
}
