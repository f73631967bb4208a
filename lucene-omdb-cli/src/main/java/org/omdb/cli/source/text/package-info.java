// SPDX-License-Identifier: Apache-2.0
/** Lines of a word and numbers. */
package org.omdb.cli.source.text;
