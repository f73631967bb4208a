// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** One object of the {@code skipped} of {@code results.json}: a contender that can't hold a set. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Skipped(String set, String contender, String reason) {}
