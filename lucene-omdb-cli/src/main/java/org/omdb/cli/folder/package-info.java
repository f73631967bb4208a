// SPDX-License-Identifier: Apache-2.0
/**
 * How the commands open the folder of an index, which files in it no commit has, and how they write
 * a file of their own, which is complete or not there.
 */
package org.omdb.cli.folder;
