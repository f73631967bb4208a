// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb shell}: many commands in one JVM. Open {@link org.omdb.cli.shell.ShellCommand} first.
 *
 * <p>{@code Session} runs a line, whoever typed it. {@code Conversation} gets lines from a person
 * at a terminal, {@code Script} from standard input. {@code ShellIndex} is what both know of the
 * index: what to fill in, and ids to complete.
 */
package org.omdb.cli.shell;
