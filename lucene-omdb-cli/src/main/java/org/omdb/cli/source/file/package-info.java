// SPDX-License-Identifier: Apache-2.0
/**
 * The bytes of a file that is imported: front to back through a window, line by line, and what is
 * wrong with them in words.
 */
package org.omdb.cli.source.file;
