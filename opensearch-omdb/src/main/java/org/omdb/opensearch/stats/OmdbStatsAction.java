// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.stats;

import org.opensearch.action.ActionType;

/** The name of the action, which permissions are given for. */
public final class OmdbStatsAction extends ActionType<OmdbStatsResponse> {

  /** As in other statistics of an index. */
  public static final String NAME = "indices:monitor/omdb/stats";

  /** The only one. */
  public static final OmdbStatsAction INSTANCE = new OmdbStatsAction();

  private OmdbStatsAction() {
    super(NAME, OmdbStatsResponse::new);
  }
}
