// SPDX-License-Identifier: Apache-2.0
/** Metadata as Lucene fields, and comparisons of it as Lucene queries. Not exported. */
package org.omdb.store.metadata;
