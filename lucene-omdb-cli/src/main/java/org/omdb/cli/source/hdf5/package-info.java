// SPDX-License-Identifier: Apache-2.0
/** Data sets of HDF5 files, read by jHDF. */
package org.omdb.cli.source.hdf5;
