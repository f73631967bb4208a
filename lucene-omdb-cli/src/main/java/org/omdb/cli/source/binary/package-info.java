// SPDX-License-Identifier: Apache-2.0
/** Rows of numbers in binary, one after the other. */
package org.omdb.cli.source.binary;
