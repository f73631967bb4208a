#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the sample files of the tests, each by the program that people have such files from.

    /usr/bin/python3 make_samples.py [NAME...]

makes them anew in src/test/resources/org/omdb/cli/source/samples, all of them or those named. Needs Debian's
python3-numpy, python3-pandas, python3-tables, python3-h5py, python3-gensim, python3-faiss, zstd and bzip2. The files are checked in:
the build needs none of that.

One function per file, with the file's name as the decorator's argument. Row i, component j is value(i, j) unless a
comment says otherwise: TestSamples computes it again. Row i is called word(i).
"""

import bz2
import gzip
import io
import os
import pickle
import sqlite3
import struct
import subprocess
import sys
import warnings

import numpy as np

ROWS = 7
DIMENSION = 5
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../resources/org/omdb/cli/source/samples")

SAMPLES = {}


def sample(name):
    """Registers a function that is given the path of the file that it writes."""

    def register(function):
        SAMPLES[name] = function
        return function

    return register


def value(i, j):
    """Exact in float16, and different in all rows."""
    return ((7 * i + 3 * j) % 23 - 11) / 4


def whole(i, j):
    """For formats of whole numbers, from 0 to 127."""
    return (17 * i + 5 * j) % 128


def word(i):
    return ["the", "of", "é", "漢字", "</s>", "12", "a_b"][i]


def floats():
    return np.array([[value(i, j) for j in range(DIMENSION)] for i in range(ROWS)], dtype=np.float32)


def wholes(dtype):
    return np.array([[whole(i, j) for j in range(DIMENSION)] for i in range(ROWS)], dtype=dtype)


def words():
    return [word(i) for i in range(ROWS)]


# NumPy


@sample("float16.npy")
def float16_npy(path):
    np.save(path, floats().astype(np.float16))


@sample("float32.npy")
def float32_npy(path):
    np.save(path, floats())


@sample("float64-big-endian.npy")
def float64_npy(path):
    np.save(path, floats().astype(">f8"))


@sample("fortran.npy")
def fortran_npy(path):
    np.save(path, np.asfortranarray(floats()))


@sample("transposed.npy")
def transposed_npy(path):
    # What NumPy writes by itself if somebody transposes: no copy, so column by column.
    np.save(path, np.array([[value(i, j) for i in range(ROWS)] for j in range(DIMENSION)]).T)


@sample("int32.npy")
def int32_npy(path):
    np.save(path, wholes(np.int32))


@sample("int64.npy")
def int64_npy(path):
    np.save(path, wholes(np.int64))


@sample("uint8.npy")
def uint8_npy(path):
    np.save(path, wholes(np.uint8))


@sample("one-array.npz")
def one_array_npz(path):
    np.savez(path, floats())


@sample("with-ids.npz")
def with_ids_npz(path):
    np.savez_compressed(
        path,
        labels=np.arange(ROWS, dtype=np.int64) % 3,
        ids=np.array(words()),
        embeddings=floats().astype(np.float64),
    )


@sample("two-matrices.npz")
def two_matrices_npz(path):
    names = np.array([word(i).encode() for i in range(ROWS)])
    np.savez(path, first=-floats(), second=np.asfortranarray(floats()), names=names)


@sample("objects.npy")
def objects_npy(path):
    # As of a DataFrame's column: an array of arrays, which NumPy pickles.
    rows = np.empty(ROWS, dtype=object)
    for i in range(ROWS):
        rows[i] = floats()[i]
    np.save(path, rows)


@sample("savetxt.txt")
def savetxt(path):
    np.savetxt(path, floats())


@sample("savetxt.csv")
def savetxt_csv(path):
    np.savetxt(path, floats(), delimiter=",", header="a header", fmt="%g")


# TensorFlow's projector has no writer: its page says to write these two files
# (https://www.tensorflow.org/tensorboard/tensorboard_projector_plugin).


@sample("vectors.tsv")
def vectors_tsv(path):
    with open(path, "w", encoding="utf-8") as out:
        for row in floats():
            out.write("\t".join([str(x) for x in row]) + "\n")


@sample("metadata.tsv")
def metadata_tsv(path):
    with open(path, "w", encoding="utf-8") as out:
        out.write("Word\tFrequency\n")
        for i in range(ROWS):
            out.write(word(i) + "\t" + str(100 - i) + "\n")


@sample("metadata-one-column.tsv")
def metadata_one_column_tsv(path):
    with open(path, "w", encoding="utf-8") as out:
        for i in range(ROWS):
            out.write(word(i) + "\n")


# TEXMEX and big-ann-benchmarks: faiss and the benchmark itself write them with NumPy in the same way
# (faiss/contrib/vecs_io.py, big-ann-benchmarks/benchmark/dataset_io.py).


def fvecs_write(path, rows):
    n, d = rows.shape
    with_dimension = np.empty((n, d + 1), dtype="int32")
    with_dimension[:, 0] = d
    with_dimension[:, 1:] = rows.view("int32")
    with_dimension.tofile(path)


@sample("sift.fvecs")
def fvecs(path):
    fvecs_write(path, floats())


@sample("sift.ivecs")
def ivecs(path):
    fvecs_write(path, wholes(np.int32))


@sample("sift.bvecs")
def bvecs(path):
    with open(path, "wb") as out:
        for row in wholes(np.uint8):
            out.write(struct.pack("<i", DIMENSION) + row.tobytes())


def xbin_write(path, rows):
    with open(path, "wb") as out:
        np.array(rows.shape, dtype="uint32").tofile(out)
        rows.tofile(out)


@sample("base.fbin")
def fbin(path):
    xbin_write(path, floats())


@sample("base.u8bin")
def u8bin(path):
    xbin_write(path, wholes(np.uint8))


@sample("base.i8bin")
def i8bin(path):
    xbin_write(path, (wholes(np.int16) - 64).astype(np.int8))


@sample("base.ibin")
def ibin(path):
    xbin_write(path, wholes(np.int32))


# gensim


def keyed_vectors():
    from gensim.models import KeyedVectors

    vectors = KeyedVectors(DIMENSION)
    vectors.add_vectors(words(), floats())
    return vectors


@sample("gensim.bin")
def gensim_bin(path):
    keyed_vectors().save_word2vec_format(path, binary=True)


@sample("word2vec-c.bin")
def word2vec_c_bin(path):
    # As word2vec.c writes it: with a line's end behind each vector.
    with open(path, "wb") as out:
        out.write(b"%d %d\n" % (ROWS, DIMENSION))
        for i in range(ROWS):
            out.write(word(i).encode() + b" " + floats()[i].tobytes() + b"\n")


@sample("gensim.txt")
def gensim_txt(path):
    keyed_vectors().save_word2vec_format(path, binary=False)


@sample("gensim-without-counts.txt")
def gensim_without_counts_txt(path):
    keyed_vectors().save_word2vec_format(path, binary=False, write_header=False)


# HDF5


@sample("ann-benchmarks.hdf5")
def ann_benchmarks_hdf5(path):
    import h5py

    # As ann_benchmarks/datasets.py write_output does.
    with h5py.File(path, "w") as f:
        f.attrs["type"] = "dense"
        f.attrs["distance"] = "euclidean"
        f.attrs["dimension"] = DIMENSION
        f.attrs["point_type"] = "float"
        f.create_dataset("train", data=floats())
        f.create_dataset("test", data=-floats()[:2])
        f.create_dataset("neighbors", (2, 3), dtype=int)[:] = 1
        f.create_dataset("distances", (2, 3), dtype=float)[:] = 1


@sample("chunked.h5")
def chunked_h5(path):
    import h5py

    with h5py.File(path, "w", libver="latest") as f:
        group = f.create_group("model")
        group.create_dataset(
            "embeddings", data=floats().astype(">f8"), chunks=(3, 2), compression="gzip", shuffle=True
        )
        group.create_dataset("ids", data=words(), dtype=h5py.string_dtype())
        group.create_dataset("numbers", data=np.arange(ROWS) * 10)
        group.create_dataset("names", data=np.array([w.encode() for w in words()]))


def layouts(f):
    """Data sets of all kinds in which h5py has rows, one of which is train."""
    f.create_dataset("train", data=floats(), chunks=(3, 2))
    f.create_dataset("gzip", data=floats(), chunks=(3, DIMENSION), compression="gzip")
    f.create_dataset("half", data=floats().astype(np.float16))
    f.create_dataset("int8", data=wholes(np.int8))
    f.create_dataset("uint8", data=wholes(np.uint8))
    f.create_dataset("int16", data=wholes(">i2"))
    f.create_dataset("uint16", data=wholes(np.uint16))
    f.create_dataset("int32", data=wholes(np.int32))
    f.create_dataset("uint32", data=wholes(np.uint32))
    f.create_dataset("int64", data=wholes(np.int64))
    f.create_dataset("large", data=np.full((ROWS, DIMENSION), 16777217))
    f.create_dataset("infinite", data=np.full((ROWS, DIMENSION), np.inf))
    grown = f.create_dataset("grown", (0, DIMENSION), maxshape=(None, DIMENSION), chunks=(3, DIMENSION), dtype="f4")
    for i in range(ROWS):
        grown.resize((i + 1, DIMENSION))
        grown[i] = floats()[i]
    f.create_dataset("id", data=words(), dtype=h5py_string(), chunks=(2,))
    f.create_dataset("empty", (ROWS, 0), dtype="f4")
    f.create_dataset("unwritten", (ROWS, DIMENSION), dtype="f4")
    f.create_dataset("bytes", data=np.array([w.encode() for w in words()]))
    f.create_dataset("few", data=words()[:3], dtype=h5py_string())
    f.create_dataset("price", data=np.array([0.1 + i for i in range(ROWS)], dtype=np.float32))
    f.create_dataset("flag", data=np.array([i % 2 == 0 for i in range(ROWS)]))
    f.create_dataset("holes", (ROWS, DIMENSION), chunks=(3, DIMENSION), dtype="f4")[:3] = floats()[:3]
    f["again"] = f["/"]  # a group that contains itself


def h5py_string():
    import h5py

    return h5py.string_dtype()


@sample("layouts.h5")
def layouts_h5(path):
    import h5py

    with h5py.File(path, "w") as f:
        layouts(f)


@sample("latin.h5")
def latin_h5(path):
    import h5py

    with h5py.File(path, "w") as f:
        f.create_dataset("train", data=floats())
        f.create_dataset("id", data=np.array([w.encode("latin-1", "replace") for w in words()]))


@sample("replacement.h5")
def replacement_h5(path):
    # Strings with the character that decoders put for what they can't decode, and one that needs it.
    import h5py

    with h5py.File(path, "w") as f:
        texts = [w + "\ufffd" for w in words()]
        f.create_dataset("train", data=floats())
        f.create_dataset("id", data=texts, dtype=h5py_string())
        f.create_dataset("fixed", data=np.array([t.encode() for t in texts]))
        f.create_dataset("ascii", data=[t.encode() for t in texts], dtype=h5py.string_dtype("ascii"))
        f.create_dataset("latin", data=[w.encode("latin-1", "replace") for w in words()], dtype=h5py_string())
        f.create_dataset("one", (ROWS,), dtype=h5py_string())[0] = "the"
        f.create_dataset("none", (ROWS,), dtype=h5py_string())


@sample("pandas.h5")
def pandas_h5(path):
    import pandas

    table = pandas.DataFrame(floats(), index=words(), columns=["a", "b", "c", "d", "e"])
    table.to_hdf(path, key="table", mode="w")


@sample("pandas-range.h5")
def pandas_range_h5(path):
    import pandas

    pandas.DataFrame(floats()).to_hdf(path, key="table", mode="w")


@sample("pandas-numbers.h5")
def pandas_numbers_h5(path):
    # Of which the first ones are the numbers of their rows.
    import pandas

    pandas.DataFrame(floats(), index=[0, 1, 2, 30, 40, 50, 60]).to_hdf(path, key="table", mode="w")


def pandas_blocks(path, *blocks):
    """What pandas' to_hdf writes of columns of several types, but without the megabyte that it takes for strings."""
    import h5py

    with h5py.File(path, "w") as f:
        table = f.create_group("table")
        table.create_dataset("axis1", data=np.array([word(i).encode() for i in range(ROWS)]))
        for i, values in enumerate(blocks):
            if values is None:  # strings, which it pickles
                data = table.create_dataset(f"block{i}_values", (1,), dtype=h5py.vlen_dtype(np.uint8))
                data[0] = np.frombuffer(pickle.dumps(words()), dtype=np.uint8)
            else:
                table.create_dataset(f"block{i}_values", data=values)


@sample("pandas-mixed.h5")
def pandas_mixed_h5(path):
    # Float32 columns, and one each of strings and of whole numbers.
    pandas_blocks(path, floats(), None, np.arange(ROWS).reshape(ROWS, 1))


@sample("pandas-titles.h5")
def pandas_titles_h5(path):
    # Columns of strings, and one of whole numbers.
    pandas_blocks(path, None, np.arange(ROWS).reshape(ROWS, 1))


@sample("layouts-latest.h5")
def layouts_latest_h5(path):
    import h5py

    with h5py.File(path, "w", libver="latest") as f:
        layouts(f)


# Compressed


@sample("gensim.txt.gz")
def gensim_txt_gz(path):
    # gensim opens by the name with smart_open, which calls this. No time, so that the file stays the same.
    content = read("gensim.txt")
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        out.write(content)


@sample("gensim.bin.gz")
def gensim_bin_gz(path):
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        out.write(read("gensim.bin"))


@sample("savetxt.txt.bz2")
def savetxt_txt_bz2(path):
    with bz2.open(path, "wb") as out:
        np.savetxt(out, floats())


@sample("gensim.txt.zst")
def gensim_txt_zst(path):
    subprocess.run(["zstd", "-q", "-f", os.path.join(FOLDER, "gensim.txt"), "-o", path], check=True)


@sample("float32.npy.gz")
def float32_npy_gz(path):
    content = io.BytesIO()
    np.save(content, floats())
    with open(path, "wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as out:
        out.write(content.getvalue())


# Tables and JSON. TestTableSamples has these rows too.

IDS = ["apple", "päron", 'a, "b"\nc']
VECTORS = [[0.5, -1.25, 3e-07, 0.1], [1.0, 2.0, -3.0, 4.0], [-0.0, 1e10, 0.3333333, -7.5]]


def frame():
    import pandas

    return pandas.DataFrame(
        {
            "id": IDS,
            "title": ["One", None, "Three"],
            "year": [2020, 1999, -5],
            "price": [1.5, np.nan, 1e-3],
            "zip": ["02139", "10115", "75001"],
            "sold": [True, False, True],
            "embedding": VECTORS,
        }
    )


@sample("pandas.csv")
def pandas_csv(path):
    # A column of lists, as Python prints them.
    frame().to_csv(path, index=False)


@sample("pandas-labels.csv")
def pandas_labels_csv(path):
    # Row labels, which have no name in the header.
    frame().drop(columns=["id"]).set_axis(IDS).to_csv(path)


@sample("pandas-array.csv")
def pandas_array_csv(path):
    # A column of arrays, as NumPy prints them, with line breaks.
    table = frame()
    table["embedding"] = [np.array(vector * 5, dtype=np.float32) for vector in VECTORS]
    table.to_csv(path, index=False)


@sample("pandas-components.csv")
def pandas_components_csv(path):
    # A column per component, whose names are numbers.
    import pandas

    pandas.DataFrame(VECTORS, index=IDS).to_csv(path)


@sample("pandas-components.tsv")
def pandas_components_tsv(path):
    # Columns with a prefix, among others, and not in the order of their numbers.
    import pandas

    rows = [vector * 3 for vector in VECTORS]
    table = pandas.DataFrame(rows, columns=[f"dim_{i}" for i in range(12)])
    table = table[sorted(table.columns)]
    table.insert(0, "id", IDS)
    table.insert(5, "lang", ["en", "de", "en"])
    table.to_csv(path, sep="\t", index=False)


@sample("pandas-records.json")
def pandas_records_json(path):
    frame().to_json(path, orient="records")


@sample("pandas-columns.json")
def pandas_columns_json(path):
    frame().to_json(path)


@sample("pandas-index.json")
def pandas_index_json(path):
    frame().to_json(path, orient="index")


@sample("pandas-table.json")
def pandas_table_json(path):
    frame().to_json(path, orient="table")


@sample("pandas.jsonl")
def pandas_jsonl(path):
    frame().to_json(path, orient="records", lines=True)


@sample("vectors.json")
def vectors_json(path):
    import json

    with open(path, "w") as out:
        json.dump(VECTORS, out)


@sample("records.json")
def records_json(path):
    import json

    rows = [{"id": i, "embedding": v, "tags": [i]} for i, v in zip(IDS, VECTORS)]
    with open(path, "w") as out:
        json.dump(rows, out, indent=2)


@sample("postgres.csv")
def postgres_csv(path):
    # As psql's \copy writes a table with pgvector's type and an array, by the rules of csv.
    import csv

    with open(path, "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["id", "content", "embedding", "tags"])
        for number, (content, vector) in enumerate(zip(IDS, VECTORS)):
            text = "[" + ",".join(f"{v:.7g}" for v in vector) + "]"
            writer.writerow([number + 1, content, text, '{a,"b c"}'])


# Files that an import does not read, but names


@sample("unread/vectors.pkl")
def vectors_pkl(path):
    with open(path, "wb") as out:
        pickle.dump({word(i): floats()[i] for i in range(ROWS)}, out)


@sample("unread/old.pkl")
def old_pkl(path):
    with open(path, "wb") as out:
        pickle.dump([[value(i, j) for j in range(2)] for i in range(2)], out, protocol=0)


@sample("unread/flat.index")
def flat_index(path):
    import faiss

    index = faiss.IndexFlatL2(DIMENSION)
    index.add(floats())
    faiss.write_index(index, path)


@sample("unread/ids.index")
def ids_index(path):
    import faiss

    index = faiss.IndexIDMap(faiss.IndexFlatIP(DIMENSION))
    index.add_with_ids(floats(), np.arange(ROWS))
    faiss.write_index(index, path)


@sample("unread/hnsw.index")
def hnsw_index(path):
    import faiss

    index = faiss.IndexHNSWFlat(DIMENSION, 4)
    index.add(floats())
    faiss.write_index(index, path)


@sample("unread/vectors.sqlite")
def vectors_sqlite(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 512")
    connection.execute("CREATE TABLE vectors (id TEXT, v BLOB)")
    connection.execute("INSERT INTO vectors VALUES (?, ?)", (word(0), floats()[0].tobytes()))
    connection.commit()
    connection.close()


@sample("unread/gensim.kv")
def gensim_kv(path):
    keyed_vectors().save(path)  # a pickle


@sample("unread/vectors.tar")
def vectors_tar(path):
    import tarfile

    with tarfile.open(path, "w") as archive:
        entry = tarfile.TarInfo("sift/sift_base.fvecs")
        content = read("sift.fvecs")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))


@sample("unread/vectors.txt.xz")
def vectors_txt_xz(path):
    import lzma

    with lzma.open(path, "wb") as out:
        out.write(read("gensim.txt"))


def read(name):
    with open(os.path.join(FOLDER, name), "rb") as file:
        return file.read()


def main():
    warnings.simplefilter("ignore")
    for name in sys.argv[1:] or SAMPLES:
        path = os.path.join(FOLDER, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if os.path.exists(path):
            os.remove(path)
        SAMPLES[name](path)


if __name__ == "__main__":
    main()
