// SPDX-License-Identifier: Apache-2.0
package org.omdb.bench.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** An entry of {@code skipped} in {@code results.json}: a contender that can't index a set. */
@JsonIgnoreProperties(ignoreUnknown = true)
record Skipped(String set, String contender, String reason) {}
