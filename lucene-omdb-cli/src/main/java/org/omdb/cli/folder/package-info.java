// SPDX-License-Identifier: Apache-2.0
/** How the commands open the folder of an index. */
package org.omdb.cli.folder;
