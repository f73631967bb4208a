// SPDX-License-Identifier: Apache-2.0
/**
 * Spring AI on an {@link org.omdb.store.OmdbStore}: {@link org.omdb.springai.OmdbVectorStore} keeps
 * documents and their embeddings in a folder.
 */
package org.omdb.springai;
