// SPDX-License-Identifier: Apache-2.0
/**
 * What the operating system is told about the pages of mapped files: which will be read, which
 * were, and which are to stay; and who in this library listens to that. Open {@link
 * org.omdb.pages.PageAdvice} first.
 */
package org.omdb.pages;
