// SPDX-License-Identifier: Apache-2.0
/**
 * {@code omdb inspect} and {@code omdb verify}. {@link org.omdb.cli.inspect.Inspect} prints {@link
 * org.omdb.cli.inspect.FileFacts} or {@link org.omdb.cli.inspect.IndexFacts}; {@link
 * org.omdb.cli.inspect.Verify} runs {@link org.omdb.cli.inspect.FileCheck} or {@link
 * org.omdb.cli.inspect.IndexCheck}, which write what they find into {@link
 * org.omdb.cli.inspect.Findings}.
 */
package org.omdb.cli.inspect;
