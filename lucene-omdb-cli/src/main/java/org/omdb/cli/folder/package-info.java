// SPDX-License-Identifier: Apache-2.0
/** How the commands open the folder of an index, and which files in it no commit has. */
package org.omdb.cli.folder;
