// SPDX-License-Identifier: Apache-2.0
/**
 * The action {@code POST /{index}/_omdb/export}, which writes each shard of an index into an OMDB
 * file.
 *
 * <p>Start with {@link org.omdb.opensearch.export.TransportOmdbExportAction}, which does the work.
 * {@link org.omdb.opensearch.export.ExportFolder} decides where a node may write, and {@link
 * org.omdb.opensearch.export.ExportFileName} how files are named. The other classes are the
 * request, its REST handler and the response.
 */
package org.omdb.opensearch.export;
