// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.warmup;

import org.opensearch.action.ActionType;

/** The warm-up action. Permissions are granted for its name. */
public final class OmdbWarmupAction extends ActionType<OmdbWarmupResponse> {

  /** An action of administrators, like OpenSearch's own that load or clear caches. */
  public static final String NAME = "indices:admin/omdb/warmup";

  /** The only instance. */
  public static final OmdbWarmupAction INSTANCE = new OmdbWarmupAction();

  private OmdbWarmupAction() {
    super(NAME, OmdbWarmupResponse::new);
  }
}
