// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code omdb} command. {@link org.omdb.cli.Omdb} has the subcommands; each is a class of its
 * own, with what only it needs in a package below.
 */
package org.omdb.cli;
