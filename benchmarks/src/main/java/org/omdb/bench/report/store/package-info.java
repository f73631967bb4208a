// SPDX-License-Identifier: Apache-2.0
/** The part of a report about stores of documents. */
package org.omdb.bench.report.store;
