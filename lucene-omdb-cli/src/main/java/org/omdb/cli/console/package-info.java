// SPDX-License-Identifier: Apache-2.0
/**
 * What all commands share: how they end, and what they print. Open {@link
 * org.omdb.cli.console.CommandFailure} first, which a command throws when it can't do its job.
 *
 * <p>{@link org.omdb.cli.console.ExitStatus} is what a command returns. {@link
 * org.omdb.cli.console.Table} and {@link org.omdb.cli.console.JsonOutput} print results to the
 * writer of {@link org.omdb.cli.console.StandardOutput}, which tells when they can't be written.
 * {@link org.omdb.cli.console.Printable} keeps what is in somebody's data from controlling the
 * terminal. {@link org.omdb.cli.console.Progress} shows on standard error how far long work has
 * come, and {@link org.omdb.cli.console.Interruption} ends it.
 *
 * <p>Uses no other package of the command.
 */
package org.omdb.cli.console;
