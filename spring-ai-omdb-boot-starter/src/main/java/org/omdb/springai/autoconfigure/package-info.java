// SPDX-License-Identifier: Apache-2.0
/**
 * Makes an {@link org.omdb.springai.OmdbVectorStore} a bean of a Spring Boot application, by the
 * properties {@code spring.ai.vectorstore.omdb}.
 */
package org.omdb.springai.autoconfigure;
