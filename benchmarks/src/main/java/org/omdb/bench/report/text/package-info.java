// SPDX-License-Identifier: Apache-2.0
/** How reports write tables, figures and titles in Markdown. */
package org.omdb.bench.report.text;
