// SPDX-License-Identifier: Apache-2.0
/**
 * LangChain4j on an {@link org.omdb.store.OmdbStore}: {@link
 * org.omdb.langchain4j.OmdbEmbeddingStore} keeps embeddings and their text segments in a folder,
 * {@link org.omdb.langchain4j.OmdbContentRetriever} finds them by vector and by words.
 */
package org.omdb.langchain4j;
