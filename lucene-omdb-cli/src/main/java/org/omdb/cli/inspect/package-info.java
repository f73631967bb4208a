// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb inspect}, which describes a file or an index, and {@code omdb verify}, which checks
 * it. Open {@link org.omdb.cli.inspect.Inspect} or {@link org.omdb.cli.inspect.Verify} first.
 *
 * <p>{@code Inspect} prints {@link org.omdb.cli.inspect.FileFacts} or {@link
 * org.omdb.cli.inspect.IndexFacts}. {@code Verify} runs {@link org.omdb.cli.inspect.FileCheck} or
 * {@link org.omdb.cli.inspect.IndexCheck}, which write what they find into {@link
 * org.omdb.cli.inspect.Findings}.
 *
 * <p>Uses {@code console} only.
 */
package org.omdb.cli.inspect;
