// SPDX-License-Identifier: Apache-2.0
/**
 * What the long work of a flush or merge is done with. {@link org.omdb.work.WorkThreads} shares it
 * among threads, {@link org.omdb.work.Progress} is what it is watched and ended by.
 */
package org.omdb.work;
