// SPDX-License-Identifier: Apache-2.0
/**
 * The format of what nodes with the plugin send each other: {@link
 * org.omdb.opensearch.message.MessageFormat}.
 */
package org.omdb.opensearch.message;
