// SPDX-License-Identifier: Apache-2.0
/** {@code POST /{index}/_omdb/export}: each shard into an OMDB file. */
package org.omdb.opensearch.export;
