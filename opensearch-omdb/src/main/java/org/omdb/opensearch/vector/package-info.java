// SPDX-License-Identifier: Apache-2.0
/** Vectors as requests write them and as segments have them. */
package org.omdb.opensearch.vector;
