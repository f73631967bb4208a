// SPDX-License-Identifier: Apache-2.0
/** The binary format of word2vec. */
package org.omdb.cli.source.word2vec;
