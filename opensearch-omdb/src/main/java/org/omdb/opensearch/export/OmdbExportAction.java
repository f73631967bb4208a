// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import org.opensearch.action.ActionType;

/** The name of the action, which permissions are given for. */
public final class OmdbExportAction extends ActionType<OmdbExportResponse> {

  /** It writes files on nodes, which who may read an index may not do. */
  public static final String NAME = "indices:admin/omdb/export";

  /** The only one. */
  public static final OmdbExportAction INSTANCE = new OmdbExportAction();

  private OmdbExportAction() {
    super(NAME, OmdbExportResponse::new);
  }
}
