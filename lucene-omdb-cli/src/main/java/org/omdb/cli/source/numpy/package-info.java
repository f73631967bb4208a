// SPDX-License-Identifier: Apache-2.0
/** NumPy's files of arrays. */
package org.omdb.cli.source.numpy;
