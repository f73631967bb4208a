// SPDX-License-Identifier: Apache-2.0
package org.omdb.opensearch.export;

import org.opensearch.action.ActionType;

/** The export action. Permissions are granted for its name. */
public final class OmdbExportAction extends ActionType<OmdbExportResponse> {

  /**
   * An admin action: it writes files on nodes, which takes more than the right to read an index.
   */
  public static final String NAME = "indices:admin/omdb/export";

  /** The only instance. */
  public static final OmdbExportAction INSTANCE = new OmdbExportAction();

  private OmdbExportAction() {
    super(NAME, OmdbExportResponse::new);
  }
}
