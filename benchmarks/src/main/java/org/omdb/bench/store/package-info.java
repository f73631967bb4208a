// SPDX-License-Identifier: Apache-2.0
/**
 * The scenario {@code stores}: the same application on stores of documents of LangChain4j and
 * Spring AI. {@link org.omdb.bench.store.StoreBench} starts a JVM for each task of each {@link
 * org.omdb.bench.store.StoreContender}; {@link org.omdb.bench.store.StoreChild} runs in it.
 */
package org.omdb.bench.store;
