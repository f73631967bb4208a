// SPDX-License-Identifier: Apache-2.0
/** Numbers that are written as text. */
package org.omdb.cli.source.number;
